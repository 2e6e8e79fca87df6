/**
 * Whether a text matches a pattern of Go's `path.Match`, where `*` also stands for slashes: what Flux's own copy of it
 * does, and what it comes to for the name of a file. Null: the pattern is malformed. Takes no longer than the product
 * of both lengths.
 */
export function matchesPattern(pattern: string, text: string): boolean | null {
  const terms = termsOf(pattern);
  if (terms === null) return null;
  const characters = [...text];
  let [term, at] = [0, 0];
  /** The last `*`, and where what it stands for ends so far. */
  let [star, upTo] = [-1, 0];
  while (at < characters.length) {
    const one = terms[term];
    if (one === '*') {
      [star, upTo] = [term, at];
      term++;
    } else if (one?.(characters[at] ?? '') === true) {
      term++;
      at++;
    } else if (star >= 0) {
      upTo++;
      [term, at] = [star + 1, upTo];
    } else return false;
  }
  while (terms[term] === '*') term++;
  return term === terms.length;
}

type Term = '*' | ((character: string) => boolean);

function termsOf(pattern: string): readonly Term[] | null {
  const characters = [...pattern];
  const terms: Term[] = [];
  for (let at = 0; at < characters.length; at++) {
    const one = characters[at] ?? '';
    if (one === '*') terms.push('*');
    else if (one === '?') terms.push(() => true);
    else if (one === '[') {
      const found = classAt(characters, at + 1);
      if (found === null) return null;
      terms.push(found.term);
      at = found.end;
    } else {
      if (one === '\\') at++;
      const literal = characters[at];
      if (literal === undefined) return null;
      terms.push((character) => character === literal);
    }
  }
  return terms;
}

/** `[a-z]`, `[^0-9_]`; `end`: where its bracket closes. */
function classAt(characters: readonly string[], from: number) {
  const isNegated = characters[from] === '^';
  const ranges: (readonly [string, string])[] = [];
  let at = isNegated ? from + 1 : from;
  while (characters[at] !== ']' || ranges.length === 0) {
    const low = memberAt(characters, at);
    if (low === null) return null;
    const high = characters[low.end] === '-' ? memberAt(characters, low.end + 1) : low;
    if (high === null) return null;
    ranges.push([low.member, high.member]);
    at = high.end;
  }
  const term = (character: string) =>
    ranges.some(([low, high]) => points(low, character) <= 0 && points(character, high) <= 0) !== isNegated;
  return { term, end: at };
}

function memberAt(characters: readonly string[], from: number) {
  const one = characters[from];
  if (one === undefined || one === '-' || one === ']') return null;
  const at = one === '\\' ? from + 1 : from;
  const member = characters[at];
  // the bracket has still to be closed
  return member === undefined || at + 1 >= characters.length ? null : { member, end: at + 1 };
}

function points(a: string, b: string): number {
  return (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0);
}
