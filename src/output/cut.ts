const CONTEXT = 20;

/** At most `width` characters; the mark says that there is more. */
export function cut(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, Math.max(width - 1, 0)).join('')}…`;
}

/** Two values cut so that the place where they part stays visible: digests and URLs often differ at their end. */
export function cutPair(one: string, other: string, width: number): readonly [string, string] {
  const [first, second] = [[...one], [...other]];
  if (first.length <= width && second.length <= width) return [one, other];
  const longest = Math.max(first.length, second.length);
  const start = Math.max(0, Math.min(sharedStart(first, second) - CONTEXT, longest - width));
  return [window(first, start, width), window(second, start, width)];
}

function sharedStart(one: readonly string[], other: readonly string[]): number {
  const parting = one.findIndex((character, index) => character !== other[index]);
  return parting < 0 ? one.length : parting;
}

function window(characters: readonly string[], start: number, width: number): string {
  if (start === 0) return cut(characters.join(''), width);
  return `…${cut(characters.slice(start + 1).join(''), width - 1)}`;
}
