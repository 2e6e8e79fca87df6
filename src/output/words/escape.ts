import { printable } from '../../printable.ts';

/** One line of printable text: nothing in it can end the line either. */
export function oneLine(text: string): string {
  return printable(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

/** As `oneLine`, for a line of a file, where a tab is what it looks like. */
export function fileLine(text: string): string {
  return oneLine(text.replaceAll('\t', '    '));
}
