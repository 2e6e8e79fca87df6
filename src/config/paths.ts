import { type Cell, invalid, where } from './error.ts';
import { textOf } from './reader.ts';

/** A path within the repository, without the ways of writing it that mean the same. */
export function pathIn(cell: Cell): string {
  const parts: string[] = [];
  const text = textOf(cell);
  for (const part of text.split('/')) {
    if (part === '..' && parts.pop() === undefined) throw outside(cell, text);
    if (part !== '' && part !== '.' && part !== '..') parts.push(part);
  }
  if (text.startsWith('/') || /^[A-Za-z]:|\\/.test(text)) throw outside(cell, text);
  return parts.join('/') || '.';
}

function outside(cell: Cell, path: string): Error {
  return invalid(
    cell,
    `${where(cell)} is no path within the repository: ${path}`,
    'write it relative to the top of the repository, with / between its parts',
  );
}
