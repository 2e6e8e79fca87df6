import wrapAnsi from 'wrap-ansi';

/** A line of harmless text as lines of at most so many columns, broken at spaces only: paths stay whole, to be copied. */
export function wrapped(line: string, width: number): readonly string[] {
  return wrapAnsi(line, Math.max(width, 20)).split('\n');
}
