import { columnsOf, columnsOfCharacter } from './columns.ts';

const CONTEXT = 20;

/** At most `width` columns; the mark says that there is more. */
export function cut(text: string, width: number): string {
  if (columnsOf(text) <= width) return text;
  const characters = [...text];
  return `${characters.slice(0, fitting(characters, width - 1)).join('')}…`;
}

/** Two values cut so that the place where they part stays visible: digests and URLs often differ at their end. */
export function cutPair(one: string, other: string, width: number): readonly [string, string] {
  if (columnsOf(one) <= width && columnsOf(other) <= width) return [one, other];
  const [first, second] = [[...one], [...other]];
  const longest = first.length > second.length ? first : second;
  const tail = longest.length - 1 - fitting(longest.toReversed(), width - 1);
  const parting = sharedStart(first, second);
  const before = parting - fitting(first.slice(0, parting).toReversed(), CONTEXT);
  const start = Math.max(0, Math.min(before, tail));
  return [window(first, start, width), window(second, start, width)];
}

/** How many of the characters fit into so many columns. */
function fitting(characters: readonly string[], width: number): number {
  let columns = 0;
  const over = characters.findIndex((character) => {
    columns += columnsOfCharacter(character);
    return columns > width;
  });
  return over < 0 ? characters.length : over;
}

function sharedStart(one: readonly string[], other: readonly string[]): number {
  const parting = one.findIndex((character, index) => character !== other[index]);
  return parting < 0 ? one.length : parting;
}

function window(characters: readonly string[], start: number, width: number): string {
  if (start === 0) return cut(characters.join(''), width);
  return `…${cut(characters.slice(start + 1).join(''), width - 1)}`;
}
