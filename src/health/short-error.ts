import { printable } from '../printable.ts';
import { unwrapped } from './unwrap.ts';
import { withoutValues } from './values.ts';

/** Characters of a shortened error. */
const WIDEST = 200;
/** Of a longer text, nothing beyond is looked at. */
const LONGEST = 16_384;

/**
 * A deployer's error in one printable line of at most 200 characters: the names of objects and the words of the
 * server or the renderer that the error began with, without what each program on the way has put around them, and
 * without the values of fields.
 */
export function shortError(text: string): string {
  const line = text.slice(0, LONGEST).replace(/\s+/g, ' ').trim();
  const short = printable(unwrapped(withoutValues(line)))
    .replaceAll('\n', ' ')
    .trim();
  return short.length <= WIDEST ? short : `${cutAt(short, WIDEST - 1).trimEnd()}…`;
}

/** No half of a surrogate pair is left over. */
function cutAt(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}
