import type { Change } from '../drift/types.ts';
import { isArray, isObject, type Json } from '../object.ts';
import { formatPath } from '../path.ts';
import { type Part, partsOf } from './delta.ts';
import { columnsOf } from './words/columns.ts';
import { cut, cutPair } from './words/cut.ts';
import { fileLine, oneLine } from './words/escape.ts';
import { type Row, rowsOf } from './words/lines.ts';
import { extent, flow, linesOf } from './words/value.ts';

/** A change's values: one short text a side, and the lines that show where long values differ. */
export interface Body {
  readonly git?: string;
  readonly live?: string;
  readonly rows: readonly BodyRow[];
}
export interface BodyRow {
  /** `git`, `live`, a line number, or nothing. */
  readonly mark: string;
  readonly text: string;
}

/** Beyond this the reader is better served by `-o diff`. */
const MOST_ROWS = 40;
const MOST_ROWS_OF_ONE = 10;
/** Two maps or lists longer than this are hard to compare by eye. */
const EASY = 60;

export function bodyOf({ git, live }: Pick<Change, 'git' | 'live'>, width: number): Body {
  if (git === undefined) return live === undefined ? { rows: [] } : alone('live', live, width);
  if (live === undefined) return alone('git', git, width);
  if (isText(git, live)) return compared(git, live, fitted(rowsOf(String(git), String(live)), width));
  if (isLong(git, live)) {
    const rows = partsOf(git, live).flatMap((part) => partRows(part, width));
    if (rows.length > 0) return compared(git, live, rows);
  }
  const [first, second] = cutPair(flow(git), flow(live), width);
  return { git: first, live: second, rows: [] };
}

function alone(side: 'git' | 'live', value: Json, width: number): Body {
  if (typeof value !== 'string' || !value.includes('\n'))
    return { [side]: cut(flow(value), width), rows: [] };
  const rows = linesOf(value).map((text) => ({ mark: side, text: cut(fileLine(text), width) }));
  return { [side]: extent(value), rows: capped(rows, MOST_ROWS_OF_ONE) };
}

function compared(git: Json, live: Json, rows: readonly BodyRow[]): Body {
  return { git: extent(git), live: extent(live), rows: capped(rows, MOST_ROWS) };
}

function isText(git: Json, live: Json): boolean {
  return typeof git === 'string' && typeof live === 'string' && `${git}${live}`.includes('\n');
}

function isLong(git: Json, live: Json): boolean {
  const alike = (isArray(git) && isArray(live)) || (isObject(git) && isObject(live));
  return alike && Math.max(flow(git).length, flow(live).length) > EASY;
}

function partRows({ path, git, live }: Part, width: number): readonly BodyRow[] {
  const at = oneLine(formatPath(path));
  const room = Math.max(width - columnsOf(at) - 2, EASY / 2);
  const [first, second] =
    git === undefined || live === undefined
      ? [git, live].map((value) => (value === undefined ? undefined : cut(flow(value), room)))
      : cutPair(flow(git), flow(live), room);
  return [
    ...(first === undefined ? [] : [{ mark: 'git', text: `${at}: ${first}` }]),
    ...(second === undefined ? [] : [{ mark: 'live', text: `${at}: ${second}` }]),
  ];
}

/** A line of git directly followed by its counterpart is cut so that their difference shows. */
function fitted(rows: readonly Row[], width: number): readonly BodyRow[] {
  return rows.map((row, index) => {
    const text = fileLine(row.text);
    const [before, after] = [rows[index - 1], rows[index + 1]];
    if (row.side === 'git' && after?.side === 'live')
      return { mark: 'git', text: cutPair(text, fileLine(after.text), width)[0] };
    if (row.side === 'live' && before?.side === 'git')
      return { mark: 'live', text: cutPair(fileLine(before.text), text, width)[1] };
    return { mark: markOf(row), text: cut(text, width) };
  });
}

function markOf({ side, number, text }: Row): string {
  if (side === 'both') return String(number);
  if (side === 'gap') return text === '' ? '…' : '';
  return side;
}

function capped(rows: readonly BodyRow[], most: number): readonly BodyRow[] {
  if (rows.length <= most + 1) return rows;
  return [...rows.slice(0, most), { mark: '…', text: `${rows.length - most} more lines: see -o diff` }];
}
