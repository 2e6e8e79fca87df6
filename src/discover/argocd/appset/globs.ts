import { pattern } from '../../../patterns/re2.ts';

type Matcher = (path: string) => boolean;
const NEVER: Matcher = () => false;

/** Go's path.Match: `*` and `?` stay within a directory. What is no pattern matches nothing, as Argo CD has it. */
export function pathMatcher(glob: string): Matcher {
  return matcher(translate(glob, { any: '[^/]*', one: '[^/]', isGo: true }));
}

/** git's pathspec without `:(glob)`: `*` and `?` go through directories, and a plain path is all that is under it. */
export function pathspecMatcher(spec: string): Matcher {
  if (spec === '') return () => true;
  const plain = spec.endsWith('/') ? spec : `${spec}/`;
  const isWild = /[*?[\\]/.test(spec);
  const matches = isWild ? matcher(translate(spec, { any: '.*', one: '.', isGo: false })) : NEVER;
  return (path) => path === spec || path.startsWith(plain) || matches(path);
}

function matcher(source: string | undefined): Matcher {
  const compiled = source === undefined ? undefined : pattern(`(?s)\\A(?:${source})\\z`);
  return compiled === undefined ? NEVER : compiled.test;
}

interface Dialect {
  readonly any: string;
  readonly one: string;
  readonly isGo: boolean;
}

/** Undefined: it is malformed. */
function translate(glob: string, dialect: Dialect): string | undefined {
  const letters = [...glob];
  const parts: string[] = [];
  for (let at = 0; at < letters.length; at++) {
    const letter = letters[at] ?? '';
    if (letter === '*') {
      if (letters[at - 1] !== '*' || parts.at(-1) !== dialect.any) parts.push(dialect.any);
    } else if (letter === '?') parts.push(dialect.one);
    else if (letter === '[') {
      const found = classAt(letters, at, dialect.isGo);
      if (found === undefined) return undefined;
      parts.push(found.source);
      at = found.end;
    } else if (letter === '\\') {
      const next = letters[++at];
      if (next === undefined) return undefined;
      parts.push(literal(next));
    } else parts.push(literal(letter));
  }
  return parts.join('');
}

function literal(letter: string): string {
  return `\\x{${(letter.codePointAt(0) ?? 0).toString(16)}}`;
}

interface Class {
  readonly source: string;
  /** Where its `]` is. */
  readonly end: number;
}

function classAt(letters: readonly string[], open: number, isGo: boolean): Class | undefined {
  let at = open + 1;
  const isNegated = letters[at] === '^' || (!isGo && letters[at] === '!');
  if (isNegated) at++;
  const parts: string[] = [];
  for (let first = true; first || letters[at] !== ']'; first = false) {
    const named = isGo ? undefined : /^\[:([a-z]+):\]/.exec(letters.slice(at, at + 12).join(''));
    if (named) {
      parts.push(`[:${named[1]}:]`);
      at += named[0].length;
      continue;
    }
    const low = member(letters, at, isGo);
    if (low === undefined) return undefined;
    at = low.next;
    if (letters[at] !== '-' || (!isGo && letters[at + 1] === ']')) {
      parts.push(literal(low.letter));
      continue;
    }
    const high = member(letters, at + 1, isGo);
    if (high === undefined) return undefined;
    at = high.next;
    // A range upside down holds nothing.
    if (low.letter <= high.letter) parts.push(`${literal(low.letter)}-${literal(high.letter)}`);
  }
  const none = isNegated ? '.' : '[^\\x{0}-\\x{10ffff}]';
  return { source: parts.length === 0 ? none : `[${isNegated ? '^' : ''}${parts.join('')}]`, end: at };
}

function member(letters: readonly string[], at: number, isGo: boolean) {
  const letter = letters[at];
  if (letter === undefined || (isGo && (letter === '-' || letter === ']'))) return undefined;
  if (letter !== '\\') return { letter, next: at + 1 };
  const escaped = letters[at + 1];
  return escaped === undefined ? undefined : { letter: escaped, next: at + 2 };
}
