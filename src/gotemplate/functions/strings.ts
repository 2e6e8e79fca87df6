import { define, type TemplateFunction } from '../run/functions.ts';
import { type Budget, TemplateError } from '../values/budget.ts';
import { format } from '../values/format.ts';
import { byteLength, byteSlice, quote, trimAny, trimSpace, withoutSpace } from '../values/text.ts';
import { Dict, type GoValue, texts } from '../values/values.ts';
import { listOfTexts } from './lists.ts';

const trimAll = define('string string', (args) => trimAny(args.text(1), args.text(0)));

/** sprig's functions on texts; what they look for comes first, what they look at last. */
export const STRINGS: Readonly<Record<string, TemplateFunction>> = {
  trim: define('string', (args) => trimSpace(args.text(0))),
  upper: define('string', (args) =>
    args.text(0).replace(/./gsu, (letter) => simpleCase(letter, 'toUpperCase')),
  ),
  lower: define('string', (args) =>
    args.text(0).replace(/./gsu, (letter) => simpleCase(letter, 'toLowerCase')),
  ),
  title: define('string', (args) => title(args.text(0))),
  untitle: define('string', (args) =>
    args.text(0).replace(/(^|\s)(\S)/gu, (_, space, letter) => space + letter.toLowerCase()),
  ),
  nospace: define('string', (args) => withoutSpace(args.text(0))),
  repeat: define('int string', (args, budget) => {
    if (args.int(0) < 0) throw new TemplateError('a count is negative');
    return budget.length(args.int(0) * args.text(1).length) && args.text(1).repeat(args.int(0));
  }),
  trimAll,
  trimall: trimAll,
  trimSuffix: define('string string', (args) =>
    args.text(1).endsWith(args.text(0))
      ? args.text(1).slice(0, args.text(1).length - args.text(0).length)
      : args.text(1),
  ),
  trimPrefix: define('string string', (args) =>
    args.text(1).startsWith(args.text(0)) ? args.text(1).slice(args.text(0).length) : args.text(1),
  ),
  contains: define('string string', (args) => args.text(1).includes(args.text(0))),
  hasPrefix: define('string string', (args) => args.text(1).startsWith(args.text(0))),
  hasSuffix: define('string string', (args) => args.text(1).endsWith(args.text(0))),
  replace: define('string string string', (args, budget) =>
    replaceAll(args.text(2), args.text(0), args.text(1), budget),
  ),
  quote: define('any...', (args, budget) =>
    present(args.values)
      .map((value) => quote(format(value, budget)))
      .join(' '),
  ),
  squote: define('any...', (args, budget) =>
    present(args.values)
      .map((value) => `'${format(value, budget)}'`)
      .join(' '),
  ),
  cat: define('any...', (args, budget) =>
    present(args.values)
      .map((value) => format(value, budget))
      .join(' '),
  ),
  indent: define('int string', (args, budget) => indent(args.int(0), args.text(1), budget)),
  nindent: define('int string', (args, budget) => `\n${indent(args.int(0), args.text(1), budget)}`),
  trunc: define('int string', (args) => trunc(args.int(0), args.text(1))),
  substr: define('int int string', (args) => substr(args.int(0), args.int(1), args.text(2))),
  plural: define('string string int', (args) => args.text(args.int(2) === 1 ? 0 : 1)),
  toString: define('any', (args, budget) => format(args.any(0), budget)),
  toStrings: define('any', (args, budget) => texts(listOfTexts(args.any(0), budget))),
  join: define('string any', (args, budget) => {
    const parts = listOfTexts(args.any(1), budget);
    return parts.join(args.text(0));
  }),
  split: define('string string', (args) => numbered(splitAll(args.text(0), args.text(1)))),
  splitn: define('string int string', (args) => numbered(splitN(args.text(0), args.int(1), args.text(2)))),
  splitList: define('string string', (args) => texts(splitAll(args.text(0), args.text(1)))),
  regexQuoteMeta: define('string', (args) => args.text(0).replace(/[\\.+*?()|[\]{}^$]/g, '\\$&')),
  fail: define('string', (args) => {
    throw new TemplateError(args.text(0));
  }),
};

/** Letter for letter, as Go does: ß has no upper case of one letter. */
function simpleCase(letter: string, to: 'toUpperCase' | 'toLowerCase'): string {
  const changed = letter[to]();
  return [...changed].length === 1 ? changed : letter;
}

/** strings.Title: a letter after anything that is no letter, digit, underscore or, oddly, quotation. */
function title(text: string): string {
  let before = ' ';
  return text.replace(/./gsu, (letter) => {
    const begins = /[\s]/u.test(before) || (/[\0-\x7f]/.test(before) && !/[A-Za-z0-9_]/.test(before));
    before = letter;
    return begins ? simpleCase(letter, 'toUpperCase') : letter;
  });
}

function present(values: readonly GoValue[]): readonly GoValue[] {
  return values.filter((value) => (value ?? null) !== null);
}

function replaceAll(text: string, from: string, to: string, budget: Budget): string {
  const parts = from === '' ? ['', ...text, ''] : text.split(from);
  return budget.length(text.length + parts.length * to.length) && parts.join(to);
}

function indent(spaces: number, text: string, budget: Budget): string {
  if (spaces < 0) throw new TemplateError('a count is negative');
  budget.length(spaces * text.split('\n').length + text.length);
  const pad = ' '.repeat(spaces);
  return pad + text.replaceAll('\n', `\n${pad}`);
}

function trunc(count: number, text: string): string {
  const length = byteLength(text);
  if (count < 0 && length + count > 0) return byteSlice(text, length + count);
  return count >= 0 && length > count ? byteSlice(text, 0, count) : text;
}

function substr(start: number, end: number, text: string): string {
  const length = byteLength(text);
  const to = start >= 0 && (end < 0 || end > length) ? length : end;
  const from = Math.max(start, 0);
  if (to < from || to > length || from > length)
    throw new TemplateError('the bounds of substr are out of range');
  return byteSlice(text, from, to);
}

/** strings.Split: an empty separator splits into letters. */
export function splitAll(separator: string, text: string): readonly string[] {
  return separator === '' ? [...text] : text.split(separator);
}

function splitN(separator: string, limit: number, text: string): readonly string[] {
  const parts = splitAll(separator, text);
  if (limit === 0) return [];
  if (limit < 0 || parts.length <= limit) return parts;
  return [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)];
}

function numbered(parts: readonly string[]): Dict {
  return new Dict(
    parts.map((part, at) => [`_${at}`, part]),
    'string',
  );
}
