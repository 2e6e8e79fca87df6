/** One step of a glob: a text, any one character, any text, one of these characters, one of these globs. */
type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'one' | 'any' }
  | { readonly kind: 'class'; readonly isNot: boolean; readonly has: (char: string) => boolean }
  | { readonly kind: 'either'; readonly parts: readonly (readonly Part[])[] };

type Glob = readonly Part[];

/** Deeper nothing is nested that is meant. */
const DEEPEST = 20;

/**
 * A glob as Argo CD matches names with (github.com/gobwas/glob without separators): `*` and `**` match any text, `/`
 * included, `?` any character, `[a-z]`, `[!abc]`, `{a,b}`, `\` takes a character as it is. One that is broken matches nothing.
 * Takes time in proportion to the pattern and the square of the text at worst, whatever the pattern is.
 */
export function gobwasMatcher(pattern: string): (text: string) => boolean {
  const parsed = parse([...pattern]);
  if (parsed === null) return () => false;
  return (text) => {
    const chars = [...text];
    return ends(parsed, new Set([0]), chars).has(chars.length);
  };
}

/** Where a match that began at one of these places may end. */
function ends(glob: Glob, starts: ReadonlySet<number>, chars: readonly string[]): ReadonlySet<number> {
  let at = starts;
  for (const part of glob) {
    if (at.size === 0) return at;
    at = step(part, at, chars);
  }
  return at;
}

function step(part: Part, at: ReadonlySet<number>, chars: readonly string[]): ReadonlySet<number> {
  switch (part.kind) {
    case 'any': {
      const first = Math.min(...at);
      return new Set(Array.from({ length: chars.length - first + 1 }, (_, index) => first + index));
    }
    case 'one':
      return new Set([...at].filter((place) => place < chars.length).map((place) => place + 1));
    case 'class':
      return new Set([...at].filter((place) => isIn(part, chars[place])).map((place) => place + 1));
    case 'text': {
      const text = [...part.text];
      const follows = (place: number) => text.every((char, index) => chars[place + index] === char);
      return new Set([...at].filter(follows).map((place) => place + text.length));
    }
    case 'either':
      return new Set(part.parts.flatMap((glob) => [...ends(glob, at, chars)]));
  }
}

function isIn({ isNot, has }: Extract<Part, { kind: 'class' }>, char: string | undefined): boolean {
  return char !== undefined && has(char) !== isNot;
}

/** null: it is broken. */
function parse(chars: readonly string[]): Glob | null {
  const reader: Reader = { chars, at: 0 };
  const glob = sequence(reader, 0);
  return reader.at < chars.length ? null : glob;
}

interface Reader {
  readonly chars: readonly string[];
  at: number;
}

/** Up to the end, or within braces up to what ends this part of them. */
function sequence(reader: Reader, depth: number): Glob | null {
  const parts: Part[] = [];
  for (let char = reader.chars[reader.at]; char !== undefined; char = reader.chars[reader.at]) {
    if (depth > 0 && (char === ',' || char === '}')) return parts;
    reader.at++;
    const part = partOf(char, reader, depth);
    if (part === null) return null;
    parts.push(part);
  }
  return depth === 0 ? parts : null;
}

function partOf(char: string, reader: Reader, depth: number): Part | null {
  if (char === '*') return { kind: 'any' };
  if (char === '?') return { kind: 'one' };
  if (char === '[') return classOf(reader);
  if (char === '{') return depth === DEEPEST ? null : eitherOf(reader, depth + 1);
  if (char !== '\\') return { kind: 'text', text: char };
  const escaped = reader.chars[reader.at++];
  return escaped === undefined ? null : { kind: 'text', text: escaped };
}

function eitherOf(reader: Reader, depth: number): Part | null {
  const parts: Glob[] = [];
  for (;;) {
    const glob = sequence(reader, depth);
    if (glob === null) return null;
    parts.push(glob);
    if (reader.chars[reader.at++] === '}') return { kind: 'either', parts };
  }
}

function classOf(reader: Reader): Part | null {
  const isNot = reader.chars[reader.at] === '!';
  if (isNot) reader.at++;
  const end = reader.chars.indexOf(']', reader.at + 1);
  if (end < 0) return null;
  const listed = reader.chars.slice(reader.at, end);
  reader.at = end + 1;
  const [low, dash, high] = listed;
  if (listed.length === 3 && dash === '-' && low !== undefined && high !== undefined)
    return { kind: 'class', isNot, has: (char) => low <= char && char <= high };
  return { kind: 'class', isNot, has: (char) => listed.includes(char) };
}
