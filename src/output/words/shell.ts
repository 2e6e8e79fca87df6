import { oneLine } from './escape.ts';

/** A word as one would type it in a shell. */
export function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return oneLine(word) === word ? `'${word.replaceAll("'", `'\\''`)}'` : `$'${ansiC(word)}'`;
}

export function shellLine(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}

/** bash's and zsh's form for what no terminal should be made to show. */
function ansiC(word: string): string {
  return oneLine(word.replaceAll('\\', '\\\\')).replaceAll("'", "\\'");
}
