/** A version as Masterminds/semver reads it: `v1.2` is 1.2.0. */
export interface Version {
  readonly numbers: readonly [bigint, bigint, bigint];
  readonly prerelease: string;
  readonly metadata: string;
}

const NUMBER = '(0|[1-9]\\d*)';
const WORD = '(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)';
const VERSION = new RegExp(
  `^v?${NUMBER}(?:\\.${NUMBER})?(?:\\.${NUMBER})?(?:-(${WORD}(?:\\.${WORD})*))?(?:\\+([0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*))?$`,
);

/** Undefined: it is none. */
export function parseVersion(text: string): Version | undefined {
  const match = VERSION.exec(text);
  if (match === null) return undefined;
  const [, major = '0', minor = '0', patch = '0', prerelease = '', metadata = ''] = match;
  return { numbers: [BigInt(major), BigInt(minor), BigInt(patch)], prerelease, metadata };
}

export function printVersion({ numbers, prerelease, metadata }: Version): string {
  return `${numbers.join('.')}${prerelease && `-${prerelease}`}${metadata && `+${metadata}`}`;
}

/** Negative: a comes first. Metadata does not count. */
export function compareVersions(a: Version, b: Version): number {
  for (const [at, number] of a.numbers.entries()) {
    const other = b.numbers[at] ?? 0n;
    if (number !== other) return number < other ? -1 : 1;
  }
  return comparePrereleases(a.prerelease, b.prerelease);
}

/** A version comes after its own pre-releases. */
export function comparePrereleases(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? 1 : -1;
  const [left, right] = [a.split('.'), b.split('.')];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const found = compareWords(left[at], right[at]);
    if (found !== 0) return found;
  }
  return 0;
}

/** Numbers come before words, and what has ended before what goes on. */
function compareWords(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
  const [isLeft, isRight] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isLeft !== isRight) return isLeft ? -1 : 1;
  if (isLeft) return BigInt(a) < BigInt(b) ? -1 : 1;
  return a < b ? -1 : 1;
}
