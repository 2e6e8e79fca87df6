import type { BlamedField } from '../../drift/types.ts';
import { formatPath, type Path } from '../../path.ts';
import { columnsOf, padded } from '../words/columns.ts';
import { cut } from '../words/cut.ts';
import { oneLine } from '../words/escape.ts';
import type { Painter } from '../words/style.ts';
import { cutPlace, type GitCells, gitCells, NOT_COMMITTED } from './cells.ts';
import { liveLines, valueText } from './live.ts';

const GAP = 2;
const COMMIT = 7;
const DATE = 10;
const WIDEST_AUTHOR = 12;
const WIDEST_PLACE = 28;
/** Of a terminal's columns: a narrow one needs the rest for what is declared. */
const PLACE_SHARE = 0.28;
/** Values line up behind paths of up to this many columns; a longer one pushes its own value on. */
const ALIGNED_TAIL = 18;
/** How much of a long value must stay in sight; a path that leaves less gets a heading that takes more of it. */
const VALUE_IN_SIGHT = 16;

interface Row {
  readonly field: BlamedField;
  readonly cells: GitCells;
  readonly heading: string;
  /** The path from the heading on. */
  readonly tail: string;
}

interface Widths {
  readonly author: number;
  readonly place: number;
  readonly columns: number;
  /** What is left for a path and its value. */
  readonly room: number;
}

/** Fields as a table that fits the terminal: who declared it, where, and what; live below where it differs. */
export function blameRows(
  fields: readonly BlamedField[],
  columns: number,
  paint: Painter,
): readonly string[] {
  const cells = fields.map(({ source }) => gitCells(source));
  const author = Math.min(WIDEST_AUTHOR, Math.max(1, ...cells.map((one) => columnsOf(one.author))));
  const widest = Math.min(WIDEST_PLACE, Math.floor(columns * PLACE_SHARE));
  const place = Math.min(widest, Math.max(1, ...cells.map((one) => columnsOf(one.place))));
  const room = columns - (COMMIT + author + DATE + place + 5 * GAP);
  const rows = fields.map((field, index) => rowOf(field, cells[index] ?? gitCells(null), room));
  return grouped(rows).flatMap((group) => groupLines(group, { author, place, columns, room }, paint));
}

function rowOf(field: BlamedField, cells: GitCells, room: number): Row {
  const { path } = field;
  const value = Math.min(VALUE_IN_SIGHT, columnsOf(valueText(field, VALUE_IN_SIGHT)));
  const short = headingLength(path);
  const fits = columnsOf(pathText(path.slice(short))) + GAP + value <= room;
  const from = fits ? short : Math.max(short, path.length - 1);
  return {
    field,
    cells,
    heading: from === 0 ? '' : pathText(path.slice(0, from)),
    tail: cut(pathText(path.slice(from)), room - GAP - value),
  };
}

function pathText(path: Path): string {
  return oneLine(formatPath(path));
}

/** How much of a path reads better as a heading: up to the first list item, else up to the innermost spec or metadata. */
function headingLength(path: Path): number {
  const above = path.slice(0, -1);
  const item = above.findIndex((step) => typeof step !== 'string');
  if (item >= 0) return item + 1;
  const section = above.findLastIndex((step) => step === 'spec' || step === 'metadata');
  return section < 0 ? Math.min(1, above.length) : section + 1;
}

function grouped(rows: readonly Row[]): readonly (readonly Row[])[] {
  const groups: Row[][] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    if (last?.[0]?.heading === row.heading) last.push(row);
    else groups.push([row]);
  }
  return groups;
}

function groupLines(rows: readonly Row[], widths: Widths, paint: Painter): readonly string[] {
  const heading = rows[0]?.heading ?? '';
  const tails = rows.map((row) => columnsOf(row.tail)).filter((length) => length <= ALIGNED_TAIL);
  const aligned = Math.max(0, ...tails);
  return [
    ...(heading === '' ? [] : [`  ${paint.path(heading)}`]),
    ...rows.flatMap((row) => rowLines(row, aligned, widths, paint)),
  ];
}

function rowLines(
  { field, cells, tail }: Row,
  aligned: number,
  { author, place, columns, room }: Widths,
  paint: Painter,
): readonly string[] {
  const who =
    cells.commit === NOT_COMMITTED
      ? padded(NOT_COMMITTED, COMMIT + author + DATE + 2 * GAP)
      : `${cells.commit.padEnd(COMMIT)}  ${padded(cut(cells.author, author), author)}  ${cells.date.padEnd(DATE)}`;
  const where = padded(cutPlace(cells.place, place), place);
  const path = padded(tail, aligned);
  const value = valueText(field, room - columnsOf(path) - GAP);
  const git = field.class === null ? value : paint.git(value);
  return [
    `  ${paint.dim(`${who}  ${where}`)}  ${paint.path(path)}  ${git}`.trimEnd(),
    ...liveLines(field, columns, paint),
  ];
}
