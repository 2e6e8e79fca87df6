import type { Environment } from '@marcbachmann/cel-js';
import { RuleFailure } from './failure.ts';

class Version {
  readonly numbers: readonly bigint[];
  readonly before: readonly string[];
  constructor(numbers: readonly bigint[], before: readonly string[]) {
    this.numbers = numbers;
    this.before = before;
  }
  toString(): string {
    return `${this.numbers.join('.')}-${this.before.join('.')}`;
  }
}

const NUMBER = '(0|[1-9]\\d*)';
const WORD = '(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)';
const SEMVER = new RegExp(
  `^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-(${WORD}(?:\\.${WORD})*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?$`,
);

/** `semver('1.2.3')` and what can be asked of it. */
export function registerSemver(environment: Environment): void {
  environment
    .registerType('Semver', { ctor: Version, fields: {} })
    .registerFunction('semver(string): Semver', (text: string) => read(text, false))
    .registerFunction('semver(string, bool): Semver', read)
    .registerFunction('isSemver(string): bool', (text: string) => parse(text, false) !== null)
    .registerFunction(
      'isSemver(string, bool): bool',
      (text: string, lenient: boolean) => parse(text, lenient) !== null,
    )
    .registerFunction('Semver.major(): int', ({ numbers }: Version) => numbers[0] ?? 0n)
    .registerFunction('Semver.minor(): int', ({ numbers }: Version) => numbers[1] ?? 0n)
    .registerFunction('Semver.patch(): int', ({ numbers }: Version) => numbers[2] ?? 0n)
    .registerFunction('Semver.isLessThan(Semver): bool', (a: Version, b: Version) => order(a, b) < 0)
    .registerFunction('Semver.isGreaterThan(Semver): bool', (a: Version, b: Version) => order(a, b) > 0)
    .registerFunction('Semver.compareTo(Semver): int', (a: Version, b: Version) => BigInt(order(a, b)))
    .registerOperator('Semver == Semver', (a: Version, b: Version) => order(a, b) === 0);
}

/** `lenient`: `v1.2` is `1.2.0`. */
function parse(text: string, lenient: boolean): Version | null {
  const [, major, minor, patch, before] = SEMVER.exec(lenient ? completed(text) : text) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return null;
  return new Version([major, minor, patch].map(BigInt), before?.split('.') ?? []);
}

function completed(text: string): string {
  const [, numbers = '', rest = ''] = /^v?([^-+]*)(.*)$/s.exec(text) ?? [];
  const parts = numbers.split('.').map((one) => one.replace(/^0+(?=\d)/, ''));
  const missing = rest === '' ? Math.max(0, 3 - parts.length) : 0;
  return [...parts, ...Array.from({ length: missing }, () => '0')].join('.') + rest;
}

function read(text: string, lenient: boolean): Version {
  const version = parse(text, lenient);
  if (version === null) throw new RuleFailure(`semver parse error: ${JSON.stringify(text)}`);
  return version;
}

function order(a: Version, b: Version): number {
  for (const at of [0, 1, 2]) {
    const difference = (a.numbers[at] ?? 0n) - (b.numbers[at] ?? 0n);
    if (difference !== 0n) return difference < 0n ? -1 : 1;
  }
  // a version comes after its own pre-releases
  if (a.before.length === 0 || b.before.length === 0) return Math.sign(b.before.length - a.before.length);
  for (let at = 0; at < Math.max(a.before.length, b.before.length); at += 1) {
    const found = orderWords(a.before[at], b.before[at]);
    if (found !== 0) return found;
  }
  return 0;
}

/** Numbers come before words, and what has ended before what goes on. */
function orderWords(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined)
    return a === b ? 0 : Number(b === undefined) - Number(a === undefined);
  const [left, right] = [a, b].map((one) => /^\d+$/.test(one));
  if (left && right) return Math.sign(Number(BigInt(a) - BigInt(b)));
  if (left !== right) return left ? -1 : 1;
  return Number(a > b) - Number(a < b);
}
