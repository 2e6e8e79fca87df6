import { UsageError } from '../../errors.ts';

const BEGIN = '# >>> kubectl gitops hook >>>';
const END = '# <<< kubectl gitops hook <<<';

/** Where our lines go into a text. */
export interface Spot {
  /** The start of a line, or the end of the text. */
  readonly offset: number;
  /** What each of our lines begins with. */
  readonly indent: string;
}

export function hasBlock(text: string): boolean {
  return findBlock(text) !== null;
}

/**
 * The text with our lines between marks, once: where they were, or at the spot. A text whose last line does not end
 * stays one: that is how `withoutBlock` knows which line break is ours.
 */
export function withBlock(text: string, lines: readonly string[], spot: Spot, eol = eolOf(text)): string {
  const found = findBlock(text);
  if (found !== null)
    return text.slice(0, found.start) + written(lines, found.indent, eol) + text.slice(found.end);
  const block = written(lines, spot.indent, eol);
  const before = text.slice(0, spot.offset);
  if (before !== '' && !before.endsWith('\n')) return `${before}${eol}${block}`;
  return before + block + eol + text.slice(spot.offset);
}

/** The text without our lines and marks; every other byte stays. Throws UsageError for half a block. */
export function withoutBlock(text: string): string {
  const found = findBlock(text);
  if (found === null) return text;
  const [eol = ''] = /^\r?\n/.exec(text.slice(found.end)) ?? [];
  const before = text.slice(0, found.start);
  return eol === '' ? before.replace(/\r?\n$/, '') : before + text.slice(found.end + eol.length);
}

/** The line ends of a text: those of its first line. */
export function eolOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}

function written(lines: readonly string[], indent: string, eol: string): string {
  return [BEGIN, ...lines, END].map((line) => `${indent}${line}`).join(eol);
}

function findBlock(text: string): { readonly start: number; readonly end: number; indent: string } | null {
  const begin = markAt(text, BEGIN, 0);
  if (begin === null) return null;
  const end = markAt(text, END, begin.end);
  if (end === null) {
    const line = text.slice(0, begin.start).split('\n').length;
    throw new UsageError('HALF_A_BLOCK', 'a file has the first mark of the hook, and not the last', {
      facts: [`  line ${line}: ${BEGIN}`],
      hint: `remove that line, or add ${END} where the lines of the hook end`,
    });
  }
  return { start: begin.start, end: end.end, indent: begin.indent };
}

/** The first line from an offset that has the mark and nothing else, without its line break. */
function markAt(text: string, mark: string, from: number) {
  for (let at = text.indexOf(mark, from); at >= 0; at = text.indexOf(mark, at + 1)) {
    const start = text.lastIndexOf('\n', at) + 1;
    const indent = text.slice(start, at);
    const end = at + mark.length;
    if (/^[ \t]*$/.test(indent) && /^\r?(\n|$)/.test(text.slice(end, end + 2))) return { start, end, indent };
  }
  return null;
}
