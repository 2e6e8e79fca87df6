import type { Environment } from '@marcbachmann/cel-js';
import { type Pattern, pattern } from '../../patterns/re2.ts';
import { RuleFailure } from './failure.ts';

/** Kubernetes' string functions that the library does not bring, and regular expressions as Go reads them. */
export function registerStrings(environment: Environment): void {
  environment
    .registerFunction('string.re2Matches(string): bool', (text: string, source: string) =>
      read(source).test(text),
    )
    .registerFunction('re2Matches(string, string): bool', (text: string, source: string) =>
      read(source).test(text),
    )
    .registerFunction(
      'string.find(string): string',
      (text: string, source: string) => read(source).find(text, 1)[0] ?? '',
    )
    .registerFunction('string.findAll(string): list<string>', (text: string, source: string) =>
      read(source).find(text, Number.POSITIVE_INFINITY),
    )
    .registerFunction(
      'string.findAll(string, int): list<string>',
      (text: string, source: string, limit: bigint) =>
        read(source).find(text, limit < 0n ? Number.POSITIVE_INFINITY : Number(limit)),
    )
    .registerFunction('string.charAt(int): string', charAt)
    .registerFunction('string.replace(string, string): string', (text: string, from: string, to: string) =>
      text.replaceAll(from, () => to),
    )
    .registerFunction('string.replace(string, string, int): string', replaceSome)
    .registerFunction('string.format(list): string', format)
    .registerFunction('string(google.protobuf.Timestamp): string', (time: Date) =>
      time.toISOString().replace(/\.?0*Z$/, 'Z'),
    )
    .registerFunction('string(google.protobuf.Duration): string', String)
    .registerFunction('int(google.protobuf.Timestamp): int', (time: Date) =>
      BigInt(Math.floor(time.getTime() / 1000)),
    );
}

function read(source: string): Pattern {
  const found = pattern(source);
  if (found === undefined) throw new RuleFailure(`error parsing regexp: ${source}`);
  return found;
}

function charAt(text: string, index: bigint): string {
  const characters = [...text];
  if (index < 0n || index > characters.length) throw new RuleFailure(`index out of range: ${index}`);
  return characters[Number(index)] ?? '';
}

function replaceSome(text: string, from: string, to: string, limit: bigint): string {
  let left = limit < 0n ? Number.POSITIVE_INFINITY : Number(limit);
  return text.replaceAll(from, () => {
    left -= 1;
    return left >= 0 ? to : from;
  });
}

/** `%s`, `%d`, `%f`, `%x` and so on, as far as messages use them. */
function format(text: string, values: readonly unknown[]): string {
  let next = 0;
  return text.replace(
    /%(?:%|(?:\.(\d+))?([sdfxXob]))/g,
    (found, digits: string | undefined, verb: string | undefined) => {
      if (found === '%%') return '%';
      if (next >= values.length) throw new RuleFailure(`index ${next} out of range`);
      const value = values[next];
      next += 1;
      return formatted(value, verb ?? 's', digits);
    },
  );
}

const BASES: Readonly<Record<string, number>> = { x: 16, X: 16, o: 8, b: 2 };

function formatted(value: unknown, verb: string, digits: string | undefined): string {
  const base = BASES[verb];
  if (base !== undefined && typeof value === 'bigint') {
    const text = value.toString(base);
    return verb === 'X' ? text.toUpperCase() : text;
  }
  if (verb === 'f' && (typeof value === 'number' || typeof value === 'bigint'))
    return Number(value).toFixed(Number(digits ?? 6));
  return textOf(value);
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(', ')}]`;
  if (value instanceof Map)
    return `{${[...value].map(([key, one]) => `${textOf(key)}: ${textOf(one)}`).join(', ')}}`;
  return value instanceof Date ? value.toISOString().replace(/\.?0*Z$/, 'Z') : String(value);
}
