import { UsageError } from '../errors.ts';
import { parsePositioned } from '../source/positions.ts';
import { type Cell, type ConfigFault, pathOf } from './error.ts';

/** UsageError INVALID_CONFIG with file, line, column, the line itself and a caret. */
export function placed({ cell, message: problem, hint }: ConfigFault): UsageError {
  const { file, text } = cell.source;
  const { line, column } = placeOf(cell);
  const source = text.split('\n')[line - 1]?.replace(/\r$/, '') ?? '';
  const gutter = ' '.repeat(String(line).length);
  return new UsageError('INVALID_CONFIG', `${file}: ${problem}`, {
    facts: [
      `${file}:${line}:${column + 1}`,
      `${line} | ${source.replaceAll('\t', '→')}`,
      `${gutter} | ${' '.repeat(column)}^`,
    ],
    hint,
  });
}

/** The place itself or, for a key that is missing, of what should hold it. */
function placeOf(cell: Cell): { readonly line: number; readonly column: number } {
  const path = pathOf(cell);
  const { text } = cell.source;
  const { lineOf, rangeOf } = parsePositioned(text);
  const ways = Array.from({ length: path.length }, (_, shorter) => path.slice(0, path.length - shorter));
  const nearestWay = ways.find((way) => lineOf(way) !== null) ?? [];
  const line = lineOf(nearestWay) ?? 1;
  const from = startOf(text, line);
  const [value] = rangeOf(nearestWay) ?? [];
  const last = nearestWay.at(-1);
  // a word may stand in its line more than once: the key is the last one before its value
  const offset =
    typeof last === 'string' ? text.slice(0, value ?? endOf(text, from)).lastIndexOf(last) : value;
  const isInLine = offset !== undefined && offset >= from && offset < endOf(text, from);
  return { line, column: isInLine ? offset - from : indentOf(text.slice(from, endOf(text, from))) };
}

/** Offset of the first character of a 1-based line. */
function startOf(text: string, line: number): number {
  let from = 0;
  for (let nth = 1; nth < line; nth++) from = text.indexOf('\n', from) + 1;
  return from;
}

function endOf(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function indentOf(line: string): number {
  return Math.max(0, line.search(/[^\s-]/));
}
