import { parseInteger } from '../syntax/literals.ts';
import { type Budget, TemplateError } from './budget.ts';
import { formatFloat } from './format.ts';
import { Dict, type GoValue, Int, List, typeOf } from './values.ts';
import { quoteYaml, stringStyle } from './yaml-text.ts';

/** sigs.k8s.io/yaml.Marshal without its last line end: lists stand under their key, keys are in natural order. */
export function marshalYaml(value: GoValue, budget: Budget): string {
  return budget.text(lines(value, 0, budget, 0).join('\n'));
}

/** The first line goes on behind what is written already; the others are indented by themselves. */
function lines(value: GoValue, indent: number, budget: Budget, depth: number): readonly string[] {
  budget.spend();
  budget.depth(depth);
  if (value instanceof List) return listLines(value, indent, budget, depth);
  if (value instanceof Dict) return dictLines(value, indent, budget, depth);
  return scalar(value, indent);
}

function dictLines(
  { entries, isNil }: Dict,
  indent: number,
  budget: Budget,
  depth: number,
): readonly string[] {
  if (entries.size === 0) return [isNil ? 'null' : '{}'];
  const pad = ' '.repeat(indent);
  const keys = [...entries.keys()].sort(compareKeys);
  const made = keys.flatMap((key) => {
    const value = entries.get(key);
    const name = `${keyText(key)}:`;
    const isNested = isFilled(value);
    // A list under a key is not indented.
    const inner = value instanceof List ? indent : indent + 2;
    const [first = '', ...rest] = lines(value, inner, budget, depth + 1);
    if (!isNested) return [`${pad}${name} ${first}`, ...rest];
    return [`${pad}${name}`, `${' '.repeat(inner)}${first}`, ...rest];
  });
  return [(made[0] ?? '').slice(indent), ...made.slice(1)];
}

function listLines({ items }: List, indent: number, budget: Budget, depth: number): readonly string[] {
  if (items.length === 0) return ['[]'];
  const pad = ' '.repeat(indent);
  const made = items.flatMap((item) => {
    const [first = '', ...rest] = lines(item, indent + 2, budget, depth + 1);
    return [`${pad}- ${first}`, ...rest];
  });
  return [(made[0] ?? '').slice(indent), ...made.slice(1)];
}

function isFilled(value: GoValue): boolean {
  return (
    (value instanceof List && value.items.length > 0) || (value instanceof Dict && value.entries.size > 0)
  );
}

function scalar(value: GoValue, indent: number): readonly string[] {
  if (value === undefined || value === null) return ['null'];
  if (typeof value === 'number') return [yamlNumber(value)];
  if (value instanceof Int) return [String(value.value)];
  if (typeof value === 'boolean') return [String(value)];
  if (typeof value !== 'string') throw new TemplateError(`toYaml of ${typeOf(value)} is not evaluated here`);
  return stringStyle(value) === 'literal' ? literal(value, Math.max(indent, 2)) : [quoteYaml(value)];
}

/** By way of JSON, where what has no fraction is a whole number. */
function yamlNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TemplateError(`json: unsupported value: ${value}`);
  const text = Object.is(value, -0) ? '-0' : String(value);
  const integer = parseInteger(text);
  const fits = integer !== undefined && integer >= -(1n << 63n) && integer < 1n << 64n;
  return fits ? String(integer) : formatFloat(value);
}

function literal(text: string, indent: number): readonly string[] {
  const hint = /^[ \n]/.test(text) ? '2' : '';
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  const chomp = text.endsWith('\n') ? '' : '-';
  const keeps = text === '\n' || text.endsWith('\n\n');
  const pad = ' '.repeat(indent);
  return [
    `|${hint}${keeps ? '+' : chomp}`,
    ...body.split('\n').map((line) => (line === '' ? '' : pad + line)),
  ];
}

function keyText(key: string): string {
  if (key.length > 100 || key.includes('\n'))
    throw new TemplateError('toYaml of a key that is long or has several lines is not evaluated here');
  return quoteYaml(key);
}

const LETTER = /^\p{L}$/u;
const DIGIT = /^\p{Nd}$/u;

/** Letters after everything else, and digits by the number they make. */
function compareKeys(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (const [at, x] of left.entries()) {
    const y = right[at];
    if (y === undefined) break;
    if (x !== y) return compareFrom(left, right, at);
  }
  return left.length - right.length;
}

function compareFrom(left: readonly string[], right: readonly string[], at: number): number {
  const [x = '', y = ''] = [left[at], right[at]];
  const [isLeft, isRight] = [LETTER.test(x), LETTER.test(y)];
  if (isLeft !== isRight) return isLeft ? 1 : -1;
  const byCode = (x.codePointAt(0) ?? 0) - (y.codePointAt(0) ?? 0);
  if (isLeft) return byCode;
  const ahead = (x === '0' || y === '0') && followsNumber(left, at) ? '1' : '';
  const [a, b] = [digitsFrom(left, at), digitsFrom(right, at)];
  const [m, n] = [BigInt(ahead + a || '0'), BigInt(ahead + b || '0')];
  if (m !== n) return m < n ? -1 : 1;
  return a.length - b.length || byCode;
}

function followsNumber(letters: readonly string[], at: number): boolean {
  for (let before = at - 1; before >= 0 && DIGIT.test(letters[before] ?? ''); before--)
    if (letters[before] !== '0') return true;
  return false;
}

function digitsFrom(letters: readonly string[], at: number): string {
  let end = at;
  while (/^\d$/.test(letters[end] ?? '')) end++;
  return letters.slice(at, end).join('');
}
