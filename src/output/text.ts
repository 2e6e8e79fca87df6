import type { Change, ObjectDrift } from '../drift/types.ts';
import { changeLines } from './change.ts';
import { sentenceOf } from './fate.ts';
import { header, headerColumns } from './header.ts';
import { summaryLine } from './summary.ts';
import type { DriftReport, TextStyle } from './types.ts';
import { createdText } from './unmanaged.ts';
import { minuteOf } from './words/age.ts';
import { oneLine } from './words/escape.ts';
import { type Painter, painter } from './words/style.ts';
import { placeOf } from './words/who.ts';

/** The report for people: a header and its fields for every object, and a last line that sums up. */
export function textReport(report: DriftReport, style: TextStyle): string {
  const paint = painter(style.color);
  const columns = headerColumns(report.objects, style.tty);
  const lines = report.objects.flatMap((object) => [
    header(object, columns, paint, object.status === 'unmanaged' ? [createdText(object, style)] : []),
    ...objectLines(object, style, paint),
  ]);
  return `${[...lines, summaryLine(report)].join('\n')}\n`;
}

function objectLines(object: ObjectDrift, style: TextStyle, paint: Painter): readonly string[] {
  const { status, error, changes, breakGlass } = object;
  return [
    ...(breakGlass === undefined ? [] : [glassLine(breakGlass)]),
    ...(status === 'absent' || status === 'orphan' ? [`  ${sentenceOf(object)}`] : []),
    ...(error === null ? [] : [...placeLines(object), ...errorLines(error)]),
    ...saidOnce(changes).flatMap((change) => changeLines(change, style, paint)),
  ];
}

/** `break-glass  "INC-42: traffic"  admin  2026-11-20 03:12 UTC`. */
function glassLine({ reason, who, time }: NonNullable<ObjectDrift['breakGlass']>): string {
  return `  break-glass  ${oneLine([JSON.stringify(reason), who, minuteOf(time)].join('  '))}`;
}

/** What blocks git blocks every field of the object: the server's words stand at the first one only. */
function saidOnce(changes: readonly Change[]): readonly Change[] {
  const first = changes.find((change) => change.fate === 'blocked');
  return changes.map((change) =>
    change !== first && change.fate === 'blocked' && change.because === first?.because
      ? { ...change, because: null }
      : change,
  );
}

/** Where git declares what could not be evaluated: without a field's line there would be nowhere to look. */
function placeLines({ source }: ObjectDrift): readonly string[] {
  return source === null ? [] : [`  at ${oneLine(placeOf(source))}`];
}

/** Why nothing more can be said of an object. */
export function errorLines({ code, message, hint }: NonNullable<ObjectDrift['error']>): readonly string[] {
  const [first = '', ...more] = message.trimEnd().split('\n');
  return [
    `  error: ${oneLine(first)} (${oneLine(code)})`,
    ...more.map((line) => `    ${oneLine(line)}`.trimEnd()),
    ...(hint === null ? [] : [`  hint: ${oneLine(hint)}`]),
  ];
}
