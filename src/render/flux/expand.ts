import { BadExpression, type Expression, type Part, parseExpressions } from './expression.ts';
import { matchesPattern } from './glob.ts';

/** A text of more characters is not searched for what a pattern matches of it. */
const LONGEST_TRIMMED = 4096;

export interface Variables {
  readonly values: Readonly<Record<string, string>>;
  /** A variable without a value and without a default is an error; else it is empty. */
  readonly strict: boolean;
}

/** A text with its expressions replaced, as `fluxcd/pkg/envsubst` does it. Throws BadExpression. */
export function expand(text: string, variables: Variables): string {
  return parseExpressions(text)
    .map((part) => evaluated(part, variables))
    .join('');
}

/** Operators that give a value where the variable has none. */
const DEFAULTS = new Set(['=', ':=', ':-', ':?', ':+']);

function evaluated(part: Part, variables: Variables): string {
  if (typeof part === 'string') return part;
  const operands = part.operands.map((operand) => evaluated(operand, variables));
  const value = Object.hasOwn(variables.values, part.name) ? variables.values[part.name] : undefined;
  if (value === undefined && variables.strict && !DEFAULTS.has(part.operator))
    throw new BadExpression(`variable not set (strict mode): "${part.name}"`);
  return operate(part, value ?? '', operands);
}

function operate({ operator }: Expression, value: string, operands: readonly string[]): string {
  const [first = '', second] = operands;
  switch (operator) {
    case ',':
      return firstOf(value, (one) => one.toLowerCase());
    case ',,':
      return value.toLowerCase();
    case '^':
      return firstOf(value, (one) => one.toUpperCase());
    case '^^':
      return value.toUpperCase();
    case ':':
      return substring(value, first, second);
    case '/':
      return value.replace(first, () => second ?? '');
    case '//':
      return value.replaceAll(first, () => second ?? '');
    case '/#':
      return second !== undefined && value.startsWith(first) ? second + value.slice(first.length) : value;
    case '/%':
      return second !== undefined && value.endsWith(first)
        ? value.slice(0, value.length - first.length) + second
        : value;
    case '#':
      return operands.length === 0 ? String(Buffer.byteLength(value)) : trimStart(value, first, 'shortest');
    case '##':
      return trimStart(value, first, 'longest');
    case '%':
      return reversed(trimStart(reversed(value), reversed(first), 'shortest'));
    case '%%':
      return reversed(trimStart(reversed(value), reversed(first), 'longest'));
    default:
      // `:+` and `:?` are no more than defaults here
      return value === '' ? operands.join('') : value;
  }
}

function firstOf(value: string, change: (character: string) => string): string {
  const [first = ''] = value;
  return change(first) + value.slice(first.length);
}

/** What Go takes for a number. */
const NUMBER = /^[+-]?\d{1,18}$/;

/** Counts bytes, as Go does; what is no number changes nothing. */
function substring(value: string, from: string, length: string | undefined): string {
  if (!NUMBER.test(from) || !NUMBER.test(length ?? '0')) return value;
  const bytes = Buffer.from(value);
  const start = Number(from) < 0 ? Math.max(0, bytes.length + Number(from)) : Number(from);
  if (length === undefined) return bytes.subarray(start).toString('utf8');
  const end = Number(length) < 0 ? bytes.length + Number(length) : start + Number(length);
  return end < start ? '' : bytes.subarray(start, end).toString('utf8');
}

function trimStart(value: string, pattern: string, which: 'shortest' | 'longest'): string {
  if (value.length > LONGEST_TRIMMED)
    throw new BadExpression(`a value of more than ${LONGEST_TRIMMED} characters is not trimmed`);
  const characters = [...value];
  const lengths = characters.map((_, index) => index + 1);
  const ordered = which === 'longest' ? lengths.reverse() : lengths;
  const found = ordered.find((length) => matchesPattern(pattern, characters.slice(0, length).join('')));
  return found === undefined ? value : characters.slice(found).join('');
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}
