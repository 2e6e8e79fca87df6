import type { BlamedField } from '../../drift/types.ts';
import { bodyOf } from '../body.ts';
import { lacking } from '../change.ts';
import { columnsOf } from '../words/columns.ts';
import { cut } from '../words/cut.ts';
import type { Painter } from '../words/style.ts';
import { extent, flow } from '../words/value.ts';
import { liveDetails } from './cells.ts';

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
  if (field.class === null) return [];
  const details = liveDetails(field);
  const whole = details.join('  ');
  const room = columns - INDENT.length - LABEL.length;
  const left = room - columnsOf(whole) - 3;
  const alone = left < Math.min(NARROWEST, columnsOf(liveValue(field, room)));
  const value = `${INDENT}${LABEL}${paint.live(liveValue(field, alone ? room : left))}`;
  const below = columnsOf(whole) <= room ? [whole] : details;
  const rows = field.live === undefined ? [] : bodyOf(field, columns - MARKED).rows;
  return [
    ...(alone ? [value] : [`${value}   ${paint.dim(whole)}`.trimEnd()]),
    ...(alone
      ? below.map((text) => `${INDENT}${' '.repeat(LABEL.length)}${paint.dim(cut(text, room))}`)
      : []),
    ...rows.map(({ mark, text }) => paintOf(mark, paint)(`      ${mark.padEnd(4)} │ ${text}`.trimEnd())),
  ];
}

function liveValue(field: BlamedField, room: number): string {
  if (field.live === undefined) return lacking({ moved: field.moved ?? 'live' });
  return bodyOf(field, room).live ?? '';
}

function paintOf(mark: string, paint: Painter): (text: string) => string {
  return mark === 'git' || mark === 'live' ? paint[mark] : paint.dim;
}
