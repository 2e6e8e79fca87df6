import { comparePrereleases, compareVersions, parseVersion, type Version } from './versions.ts';

/** One condition: an operator and a version whose missing parts are `x`. */
interface Constraint {
  readonly operator: string;
  readonly version: Version;
  /** How many of the version's numbers are given; 3: it is exact. */
  readonly given: number;
}

const PART = '[0-9|xX*]+';
const EXTRA = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const VERSION = `v?${PART}(?:\\.${PART})?(?:\\.${PART})?(?:-${EXTRA})?(?:\\+${EXTRA})?`;
const OPERATOR = '(?:!=|>=|=>|<=|=<|~>|=|>|<|~|\\^)?';
const CONDITION = `${OPERATOR}\\s*${VERSION}`;
const RANGE = new RegExp(`\\s*(${VERSION})\\s+-\\s+(${VERSION})\\s*`, 'g');
const ALL = new RegExp(`^\\s*${CONDITION}\\s*(?:(?:\\s+|,\\s*)${CONDITION}\\s*)*$`);
const EACH = new RegExp(`(${OPERATOR})\\s*(${VERSION})`, 'g');
const LONGEST = 256;

/** Whether a version satisfies `>=1.2 <2 || ^3`, as Masterminds/semver has it; undefined: that is no constraint. */
export function satisfies(text: string, version: Version): boolean | undefined {
  if (text.length > LONGEST) return undefined;
  const alternatives = text.replace(RANGE, '>= $1, <= $2 ').split('||').map(parseAll);
  let isMet = false;
  for (const constraints of alternatives) {
    if (constraints === undefined) return undefined;
    isMet ||= constraints.every((constraint) => isSatisfied(constraint, version));
  }
  return isMet;
}

function parseAll(text: string): readonly Constraint[] | undefined {
  if (!ALL.test(text)) return undefined;
  const constraints: Constraint[] = [];
  for (const [, operator = '', version = ''] of text.matchAll(EACH)) {
    const constraint = parse(operator, version);
    if (constraint === undefined) return undefined;
    constraints.push(constraint);
  }
  return constraints;
}

function parse(operator: string, text: string): Constraint | undefined {
  const [, numbers = '', extra = ''] = /^v?([^-+]*)(.*)$/s.exec(text) ?? [];
  const parts = numbers.split('.');
  const wild = parts.findIndex((part) => part === 'x' || part === 'X' || part === '*');
  const given = Math.min(wild < 0 ? parts.length : wild, 3);
  const prerelease = given === 3 ? extra : extra.replace(/\+.*$/s, '');
  const full = [...parts.slice(0, given), '0', '0', '0'].slice(0, 3).join('.');
  const version = parseVersion(full + prerelease);
  return version && { operator, version, given };
}

function isSatisfied(constraint: Constraint, version: Version): boolean {
  const { operator, given } = constraint;
  const wanted = constraint.version;
  if (operator === '!=') return isOther(constraint, version);
  if (version.prerelease !== '' && wanted.prerelease === '') return false;
  const order = compareVersions(version, wanted);
  const [major, minor] = version.numbers;
  switch (operator) {
    case '>':
      return isAbove(constraint, version, order);
    case '<':
      return order < 0;
    case '>=':
    case '=>':
      return order >= 0;
    case '<=':
    case '=<':
      if (given === 3) return order <= 0;
      if (major !== wanted.numbers[0]) return major < wanted.numbers[0];
      return given === 1 || minor <= wanted.numbers[1];
    case '~':
    case '~>':
      return isNear(constraint, version, order);
    case '^':
      return isCompatible(constraint, version, order);
    default:
      return given === 3 ? order === 0 : isNear(constraint, version, order);
  }
}

function isOther({ version: wanted, given }: Constraint, version: Version): boolean {
  if (given === 3) return compareVersions(version, wanted) !== 0;
  if (version.prerelease !== '' && wanted.prerelease === '') return false;
  if (version.numbers[0] !== wanted.numbers[0]) return true;
  if (given === 1) return false;
  if (version.numbers[1] !== wanted.numbers[1]) return true;
  if (given === 2) return comparePrereleases(version.prerelease, wanted.prerelease) !== 0;
  return compareVersions(version, wanted) !== 0;
}

function isAbove({ version: wanted, given }: Constraint, version: Version, order: number): boolean {
  const [major, minor] = version.numbers;
  if (given === 3 || given === 0) return order > 0;
  if (major !== wanted.numbers[0]) return major > wanted.numbers[0];
  return given === 2 && minor > wanted.numbers[1];
}

function isNear({ version: wanted, given }: Constraint, version: Version, order: number): boolean {
  if (order < 0) return false;
  const isAny = wanted.numbers.every((number) => number === 0n) && given !== 1 && given !== 2;
  if (isAny) return true;
  if (version.numbers[0] !== wanted.numbers[0]) return false;
  return given === 1 || version.numbers[1] === wanted.numbers[1];
}

function isCompatible({ version: wanted, given }: Constraint, version: Version, order: number): boolean {
  if (order < 0) return false;
  const [major, minor, patch] = version.numbers;
  if (wanted.numbers[0] > 0n || given === 1) return major === wanted.numbers[0];
  if (major > 0n) return false;
  if (wanted.numbers[1] > 0n || given === 2) return minor === wanted.numbers[1];
  return minor === 0n && patch === wanted.numbers[2];
}
