import { RE2JS } from 're2js';

/** A regular expression as Go reads and matches it. */
export interface Pattern {
  readonly test: (text: string) => boolean;
  /** Up to `limit` matches, in order. */
  readonly find: (text: string, limit: number) => readonly string[];
  /** Where they are: from, to, and what their groups hold, `''` for one that takes no part. */
  readonly spans: (text: string) => Iterable<Span>;
  /** The names of groups, `''` for one without; the first is the whole match. */
  readonly groups: readonly string[];
}

export interface Span {
  readonly from: number;
  readonly to: number;
  readonly groups: readonly string[];
}

const COMPILED = new Map<string, Pattern | undefined>();

/** The server's own regular expressions are RE2's, which JavaScript's are not: `(?i)`, `\z`, `[[:alpha:]]`. Undefined: it is none. */
export function pattern(source: string): Pattern | undefined {
  if (!COMPILED.has(source)) COMPILED.set(source, compiled(source));
  return COMPILED.get(source);
}

function compiled(source: string): Pattern | undefined {
  try {
    const expression = RE2JS.compile(source);
    return {
      test: (text) => expression.matcher(text).find(),
      find: (text, limit) => {
        const matcher = expression.matcher(text);
        const found: string[] = [];
        while (found.length < limit && matcher.find()) found.push(matcher.group() ?? '');
        return found;
      },
      spans: (text) => spansOf(expression, text),
      groups: groupNames(expression),
    };
  } catch {
    return undefined;
  }
}

function* spansOf(expression: RE2JS, text: string): Iterable<Span> {
  const matcher = expression.matcher(text);
  while (matcher.find()) {
    const groups = Array.from({ length: expression.groupCount() + 1 }, (_, at) => matcher.group(at) ?? '');
    yield { from: matcher.start(), to: matcher.end(), groups };
  }
}

function groupNames(expression: RE2JS): readonly string[] {
  const names = new Array<string>(expression.groupCount() + 1).fill('');
  for (const [name, index] of Object.entries(expression.namedGroups())) names[index] = name;
  return names;
}
