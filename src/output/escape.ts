import { printable } from '../printable.ts';

/** Unseen characters that `printable` lets pass: two values that look alike would differ by them. */
const UNSEEN = /[\n\t\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu;

/** One line of harmless text: nothing in it can move the cursor, end the line, or hide. */
export function oneLine(text: string): string {
  return printable(text).replace(UNSEEN, escaped);
}

function escaped(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\t') return '\\t';
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** As `oneLine`, for a line of a file, where a tab is what it looks like. */
export function fileLine(text: string): string {
  return oneLine(text.replaceAll('\t', '    '));
}
