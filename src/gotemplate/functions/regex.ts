import { type Pattern, pattern, type Span } from '../../patterns/re2.ts';
import { define, type TemplateFunction } from '../run/functions.ts';
import { type Budget, TemplateError } from '../values/budget.ts';
import { texts } from '../values/values.ts';

const FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  regexMatch: define('string string', (args) => compile(args.text(0)).test(args.text(1))),
  regexFind: define('string string', (args) => compile(args.text(0)).find(args.text(1), 1)[0] ?? ''),
  regexFindAll: define('string string int', (args, budget) => {
    const found = spansOf(compile(args.text(0)), args.text(1), args.int(2), budget);
    return texts(found.map(({ from, to }) => args.text(1).slice(from, to)));
  }),
  regexReplaceAll: define('string string string', (args, budget) => {
    const expression = compile(args.text(0));
    return replaced(args.text(1), expression, (span) => expand(args.text(2), expression, span), budget);
  }),
  regexReplaceAllLiteral: define('string string string', (args, budget) =>
    replaced(args.text(1), compile(args.text(0)), () => args.text(2), budget),
  ),
  regexSplit: define('string string int', (args, budget) =>
    texts(split(args.text(1), compile(args.text(0)), args.int(2), args.text(0) !== '', budget)),
  ),
};

/** sprig's regular expressions, each also by its name that begins with `must`. */
export const REGEX: Readonly<Record<string, TemplateFunction>> = {
  ...FUNCTIONS,
  ...Object.fromEntries(Object.entries(FUNCTIONS).map(([name, fn]) => [`mustR${name.slice(1)}`, fn])),
  // The only one of sprig's that takes what is no expression.
  regexMatch: define('string string', (args) => pattern(args.text(0))?.test(args.text(1)) ?? false),
};

function compile(source: string): Pattern {
  const compiled = pattern(source);
  if (compiled === undefined) throw new TemplateError(`${JSON.stringify(source)} is no regular expression`);
  return compiled;
}

/** As Go counts matches: an empty one right behind another is none. */
function spansOf(expression: Pattern, text: string, limit: number, budget: Budget): readonly Span[] {
  const spans: Span[] = [];
  let end = -1;
  for (const span of expression.spans(text)) {
    if (limit >= 0 && spans.length >= limit) break;
    budget.spend();
    if (span.from === span.to && span.from === end) continue;
    spans.push(span);
    end = span.to;
  }
  return spans;
}

function replaced(text: string, expression: Pattern, by: (span: Span) => string, budget: Budget): string {
  const parts: string[] = [];
  let at = 0;
  let length = text.length;
  for (const span of spansOf(expression, text, -1, budget)) {
    const made = by(span);
    length += made.length;
    budget.length(length);
    parts.push(text.slice(at, span.from), made);
    at = span.to;
  }
  return parts.join('') + text.slice(at);
}

/** `$1`, `${1}`, `${name}`, `$$`: a name is as long as it can be, and one that nothing has is empty. */
function expand(template: string, { groups }: Pattern, span: Span): string {
  return template.replace(
    /\$(?:(\$)|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu,
    (_, dollar, braced, bare) => {
      if (dollar !== undefined) return '$';
      const name = String(braced ?? bare);
      const index = /^\d+$/.test(name) ? Number(name) : groups.indexOf(name);
      return span.groups[index] ?? '';
    },
  );
}

/** regexp.Split */
function split(
  text: string,
  expression: Pattern,
  limit: number,
  hasPattern: boolean,
  budget: Budget,
): readonly string[] {
  if (limit === 0) return [];
  if (hasPattern && text === '') return [''];
  const parts: string[] = [];
  let from = 0;
  let end = 0;
  for (const span of spansOf(expression, text, limit, budget)) {
    if (limit > 0 && parts.length === limit - 1) break;
    end = span.from;
    if (span.to !== 0) parts.push(text.slice(from, end));
    from = span.to;
  }
  if (end !== text.length) parts.push(text.slice(from));
  return parts;
}
