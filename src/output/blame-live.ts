import type { BlamedField } from '../drift/types.ts';
import { liveDetail } from './blame-cells.ts';
import { bodyOf } from './body.ts';
import { lacking } from './change.ts';
import { columnsOf } from './words/columns.ts';
import { cut } from './words/cut.ts';
import type { Painter } from './words/style.ts';
import { extent, flow } from './words/value.ts';

/** Under the author: nobody takes it for a line of git. */
const INDENT = ' '.repeat(11);
const LABEL = 'live  ';
const NARROWEST = 24;
/** What stands left of the lines of a long text, as in a drift report. */
const MARKED = 13;

/** Git's value in so many columns; cut so that the place where live differs stays in sight. */
export function valueText(field: BlamedField, room: number): string {
  const { git, live } = field;
  if (git === undefined) return '';
  if (field.class !== null && live !== undefined) return bodyOf(field, room).git ?? '';
  return typeof git === 'string' && git.includes('\n') ? extent(git) : cut(flow(git), room);
}

/** The lines below a field that differs: live's value, who set it and when, and where long values differ. */
export function liveLines(field: BlamedField, columns: number, paint: Painter): readonly string[] {
  const { live, moved } = field;
  if (field.class === null || moved === null) return [];
  const detail = liveDetail(field);
  const begin = INDENT.length + LABEL.length;
  const beside = columns - begin - columnsOf(detail) - 3;
  const alone = beside < NARROWEST;
  const room = alone ? columns - begin : beside;
  const value = live === undefined ? lacking({ moved }) : (bodyOf(field, room).live ?? '');
  const line = `${INDENT}${LABEL}${paint.live(value)}`;
  const rows = live === undefined ? [] : bodyOf(field, columns - MARKED).rows;
  return [
    ...(alone || detail === '' ? [line] : [`${line}   ${paint.dim(detail)}`]),
    ...(alone ? [`${' '.repeat(begin)}${paint.dim(detail)}`] : []),
    ...rows.map(({ mark, text }) => paintOf(mark, paint)(`      ${mark.padEnd(4)} │ ${text}`.trimEnd())),
  ];
}

function paintOf(mark: string, paint: Painter): (text: string) => string {
  return mark === 'git' || mark === 'live' ? paint[mark] : paint.dim;
}
