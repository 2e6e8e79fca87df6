import type { Change } from '../drift/types.ts';
import { formatPath } from '../path.ts';
import { bodyOf } from './body.ts';
import { fateLines } from './fate.ts';
import type { TextStyle } from './types.ts';
import { columnsOf } from './words/columns.ts';
import { oneLine } from './words/escape.ts';
import type { Painter } from './words/style.ts';
import { ownerText, sourceText } from './words/who.ts';

const INDENT = '      ';
/** Indent, label and the space after it: where values begin. */
const VALUE_AT = 12;
const NARROWEST = 40;

interface Side {
  readonly label: 'git' | 'live';
  readonly value: string;
  readonly detail: string;
}

/** The lines of one field: where it is, what git and live say and by whom, what becomes of it. */
export function changeLines(change: Change, style: TextStyle, paint: Painter): readonly string[] {
  // what is piped is searched and compared: nothing of it is cut
  const room = style.tty ? Math.max(style.columns - VALUE_AT, NARROWEST) : Number.POSITIVE_INFINITY;
  const body = bodyOf(change, room);
  const sides = sidesOf(change, body, style);
  const widest = Math.max(...sides.map(({ value }) => columnsOf(value)));
  const longest = Math.max(...sides.map(({ detail }) => columnsOf(detail)));
  const beside = VALUE_AT + widest + 3 + longest <= style.columns;
  const rows = body.rows.map(({ mark, text }) =>
    paintOf(mark, paint)(`${INDENT}${mark.padEnd(4)} │ ${text}`.trimEnd()),
  );
  return [
    `  ${paint.path(oneLine(formatPath(change.path)))}${labelOf(change, style)}`,
    ...sides.flatMap((side) => sideLines(side, { tty: style.tty, beside, widest }, paint)),
    ...rows,
    ...fateLines(change).map(([label, text]) => `${INDENT}${label}  ${text}`),
  ];
}

function labelOf({ class: what }: Change, { tty }: TextStyle): string {
  return what === 'extra' || what === 'stale' ? `${tty ? '   ' : '  '}${what}` : '';
}

function sidesOf(change: Change, body: ReturnType<typeof bodyOf>, style: TextStyle): readonly Side[] {
  const { source, owner } = change;
  const declared = source === null ? '' : sourceText(source, style);
  const nobody = body.live === undefined ? '' : 'set by nobody known';
  const live = {
    label: 'live',
    value: body.live ?? lacking(change),
    detail: owner === null ? nobody : ownerText(owner),
  } satisfies Side;
  if (body.git === undefined) return [live];
  return [{ label: 'git', value: body.git, detail: declared }, live];
}

/** What stands for a value that live has not. */
export function lacking({ moved }: Pick<Change, 'moved'>): string {
  return moved === 'git' ? '(not there yet)' : '(removed)';
}

/** What does not fit beside the values goes below them on a terminal; in a pipe a side is always one line. */
function sideLines(
  { label, value, detail }: Side,
  { tty, beside, widest }: { readonly tty: boolean; readonly beside: boolean; readonly widest: number },
  paint: Painter,
): readonly string[] {
  const begin = `${INDENT}${label.padEnd(4)}  ${paint[label](value)}`;
  if (detail === '') return [begin];
  if (!tty) return [`${begin}  ${detail}`];
  if (!beside) return [begin, `${' '.repeat(VALUE_AT)}${paint.dim(detail)}`];
  return [`${begin}${' '.repeat(widest - columnsOf(value))}   ${paint.dim(detail)}`];
}

function paintOf(mark: string, paint: Painter): (text: string) => string {
  return mark === 'git' || mark === 'live' ? paint[mark] : paint.dim;
}
