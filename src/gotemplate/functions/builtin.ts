import { define, type TemplateFunction } from '../run/functions.ts';
import { type Budget, TemplateError } from '../values/budget.ts';
import { format } from '../values/format.ts';
import { sprintf } from '../values/printf.ts';
import { byteLength } from '../values/text.ts';
import { ANY, Dict, type GoValue, Int, isTrue, List, typeOf } from '../values/values.ts';
import { COMPARISONS } from './compare.ts';

/** What text/template has by itself. */
export const BUILTIN: Readonly<Record<string, TemplateFunction>> = {
  ...COMPARISONS,
  and: define('value value...', (args) => args.any(0)),
  or: define('value value...', (args) => args.any(0)),
  not: define('value', (args) => !isTrue(args.any(0))),
  len: define('value', (args) => new Int(lengthOf(args.any(0)))),
  index: define('value value...', (args) => args.rest(1).reduce(indexed, args.any(0))),
  print: define('any...', (args, budget) => sprint(args.values, budget)),
  println: define('any...', (args, budget) =>
    budget.text(`${args.values.map((value) => format(value, budget)).join(' ')}\n`),
  ),
  printf: define('string any...', (args, budget) => sprintf(args.text(0), args.rest(1), budget)),
  html: define('any...', (args, budget) => escapeHtml(evaluated(args.values, budget))),
  urlquery: define('any...', (args, budget) => queryEscape(evaluated(args.values, budget))),
};

function lengthOf(value: GoValue): number {
  if (typeof value === 'string') return byteLength(value);
  if (value instanceof List) return value.items.length;
  if (value instanceof Dict) return value.entries.size;
  throw new TemplateError(`${typeOf(value)} has no length`);
}

function indexed(value: GoValue, index: GoValue): GoValue {
  if (value === undefined || value === null) throw new TemplateError('nil has nothing at an index');
  if (value instanceof Dict) {
    if (typeof index !== 'string') throw new TemplateError(`a key is a string, not ${typeOf(index)}`);
    if (value.entries.has(index)) return value.entries.get(index);
    return value.element === ANY ? null : zeroOf(value.element);
  }
  const isText = typeof value === 'string';
  if (!isText && !(value instanceof List))
    throw new TemplateError(`${typeOf(value)} has nothing at an index`);
  if (!(index instanceof Int)) throw new TemplateError(`an index is a whole number, not ${typeOf(index)}`);
  const at = Number(index.value);
  if (at < 0 || at >= lengthOf(value)) throw new TemplateError(`index ${at} is out of range`);
  return isText ? new Int(Buffer.from(value)[at] ?? 0, 'uint8') : value.items[at];
}

function zeroOf(element: string): GoValue {
  if (element === 'string') return '';
  throw new TemplateError(`the zero of ${element} is not evaluated here`);
}

/** fmt.Sprint: a space between two values of which neither is a text. */
export function sprint(values: readonly GoValue[], budget: Budget): string {
  const parts = values.map((value, at) => {
    const isApart = at > 0 && typeof value !== 'string' && typeof values[at - 1] !== 'string';
    return `${isApart ? ' ' : ''}${format(value, budget)}`;
  });
  return budget.text(parts.join(''));
}

/** What the escapers take: one text as it is, anything else printed, nil as it is printed in output. */
function evaluated(values: readonly GoValue[], budget: Budget): string {
  const [first] = values;
  if (values.length === 1 && typeof first === 'string') return first;
  return sprint(
    values.map((value) => value ?? '<no value>'),
    budget,
  );
}

const HTML: Readonly<Record<string, string>> = {
  '\0': '\uFFFD',
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[\0"'&<>]/g, (letter) => HTML[letter] ?? letter);
}

/** url.QueryEscape */
export function queryEscape(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replaceAll('%20', '+')
    .replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
}
