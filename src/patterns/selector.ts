import { UsageError } from '../errors.ts';
import type { JsonObject } from '../object.ts';

type Matcher = (labels: JsonObject) => boolean;

/** Tokens of a selector, from left to right; `''` stands for its end. */
interface Reader {
  readonly next: () => string;
  /** Goes on past the next token if it is this one. */
  readonly takes: (token: string) => boolean;
  readonly refuse: (problem: string, hint?: string) => UsageError;
}

/**
 * Kubernetes' own grammar, as `kubectl get -l` reads it: `app=web,tier in (a,b),!canary`. Nothing selects everything.
 * Throws UsageError BAD_SELECTOR: a selector that is taken for another one would silently leave out objects.
 */
export function parseSelector(text: string): Matcher {
  const reader = readerOf(text);
  if (reader.next() === '') return () => true;
  const requirements: Matcher[] = [];
  do requirements.push(requirementFrom(reader));
  while (reader.takes(','));
  if (reader.next() !== '') throw reader.refuse('a comma must stand between requirements');
  return (labels) => requirements.every((matches) => matches(labels));
}

const OPERATORS = ['=', '==', '!=', 'in', 'notin', '>', '<'] as const;

function requirementFrom(reader: Reader): Matcher {
  const isNegated = reader.takes('!');
  const key = keyFrom(reader);
  const has: Matcher = (labels) => Object.hasOwn(labels, key);
  if (isNegated) return (labels) => !has(labels);
  if (reader.next() === '' || reader.next() === ',') return has;
  const operator = OPERATORS.find((one) => reader.takes(one));
  switch (operator) {
    case '=':
    case '==':
      return isOneOf(key, new Set([valueFrom(reader)]));
    case '!=':
      return isNoneOf(key, new Set([valueFrom(reader)]));
    case 'in':
      return isOneOf(key, valuesFrom(reader, `${key} in`));
    case 'notin':
      return isNoneOf(key, valuesFrom(reader, `${key} notin`));
    case '>':
    case '<':
      return isBeyond(key, operator, numberFrom(reader));
    case undefined:
      throw reader.refuse(`${key} must be followed by =, !=, in, notin, < or >`, `write ${key}=VALUE`);
  }
}

function isOneOf(key: string, values: ReadonlySet<string>): Matcher {
  return (labels) => Object.hasOwn(labels, key) && values.has(textOf(labels, key));
}

/** As in Kubernetes, an object without the label has none of the values. */
function isNoneOf(key: string, values: ReadonlySet<string>): Matcher {
  const isOne = isOneOf(key, values);
  return (labels) => !isOne(labels);
}

function isBeyond(key: string, operator: '>' | '<', bound: bigint): Matcher {
  return (labels) => {
    const text = textOf(labels, key);
    if (!/^[+-]?\d+$/.test(text)) return false;
    return operator === '>' ? BigInt(text) > bound : BigInt(text) < bound;
  };
}

/** Git may write `version: 1` where only a text is valid: that is for the server to refuse, not to overlook. */
function textOf(labels: JsonObject, key: string): string {
  return Object.hasOwn(labels, key) ? String(labels[key] ?? '') : '';
}

const NAME = /^[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/;
const DOMAIN = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;

function keyFrom(reader: Reader): string {
  const key = reader.next();
  const slash = key.indexOf('/');
  const isKey = NAME.test(key.slice(slash + 1)) && (slash < 0 || DOMAIN.test(key.slice(0, slash)));
  if (!isKey) throw reader.refuse('a label key must stand here');
  reader.takes(key);
  return key;
}

/** No value is the empty one. */
function valueFrom(reader: Reader): string {
  const value = reader.next();
  if (value === '' || value === ',' || value === ')') return '';
  if (!NAME.test(value)) throw reader.refuse('a label value must stand here');
  reader.takes(value);
  return value;
}

function valuesFrom(reader: Reader, start: string): ReadonlySet<string> {
  const hint = `write '${start} (VALUE, VALUE)'`;
  if (!reader.takes('(')) throw reader.refuse('a list of values in parentheses must stand here', hint);
  if (reader.next() === ')') throw reader.refuse('a list of values cannot be empty', hint);
  const values = new Set<string>();
  do values.add(valueFrom(reader));
  while (reader.takes(','));
  if (!reader.takes(')')) throw reader.refuse('a comma or a closing parenthesis must stand here', hint);
  return values;
}

function numberFrom(reader: Reader): bigint {
  const text = reader.next();
  if (!/^\d+$/.test(text)) throw reader.refuse('a whole number must stand here');
  return BigInt(valueFrom(reader));
}

function readerOf(text: string): Reader {
  const tokens = [...text.matchAll(/[=!]=|[=!(),<>]|[^ \t\r\n=!(),<>]+/g)];
  let at = 0;
  const next = () => tokens[at]?.[0] ?? '';
  return {
    next,
    takes: (token) => {
      const isNext = token !== '' && next() === token;
      if (isNext) at += 1;
      return isNext;
    },
    refuse: (problem, hint = "write it as for kubectl get: -l 'app=web,tier in (a, b),!canary'") => {
      const column = tokens[at]?.index ?? text.length;
      return new UsageError('BAD_SELECTOR', `the label selector cannot be read: ${problem}`, {
        facts: [text.replace(/\s/g, ' '), `${' '.repeat(column)}^`],
        hint,
      });
    },
  };
}
