import { isOnlyLive } from '../../drift/blamed.ts';
import type { BlamedField, Change, ObjectBlame } from '../../drift/types.ts';
import { changeLines } from '../change.ts';
import { sentenceOf } from '../fate.ts';
import { header, headerColumns } from '../header.ts';
import { errorLines } from '../text.ts';
import type { BlameReport, TextStyle } from '../types.ts';
import { type Painter, painter } from '../words/style.ts';
import { counted } from '../words/value.ts';
import { blameLine } from './line.ts';
import { blameRows } from './rows.ts';

/** The blame for people: a header and a line for each field of every object, and a last line that sums up. */
export function textBlame(report: BlameReport, style: TextStyle): string {
  const paint = painter(style.color);
  const columns = headerColumns(report.objects, style.tty);
  const lines = report.objects.flatMap((object) => [
    header(object, columns, paint),
    ...objectLines(object, style, paint),
  ]);
  return `${[...lines, summaryLine(report)].join('\n')}\n`;
}

function objectLines(object: ObjectBlame, style: TextStyle, paint: Painter): readonly string[] {
  const { status, error, fields } = object;
  const said = [
    ...(status === 'absent' ? [`  ${sentenceOf(object)}`] : []),
    ...(error === null ? [] : errorLines(error)),
  ];
  if (!style.tty) return [...said, ...fields.map((field) => blameLine(field, paint))];
  const onlyLive = fields.filter(isChange).filter(isOnlyLive);
  return [
    ...said,
    ...blameRows(
      fields.filter((field) => !isOnlyLive(field)),
      style.columns,
      paint,
    ),
    ...onlyLive.flatMap((field) => changeLines(field, style, paint)),
  ];
}

function isChange(field: BlamedField): field is BlamedField & Pick<Change, 'class' | 'moved'> {
  return field.class !== null && field.moved !== null;
}

function summaryLine({ summary }: BlameReport): string {
  const counts: readonly (readonly [number, string])[] = [
    [summary.differing, `${summary.differing === 1 ? 'differs' : 'differ'} live`],
    [summary.onlyLive, 'only live'],
    [summary.ignored, 'ignored'],
    [summary.uncommitted, 'not committed'],
  ];
  const said = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const same =
    summary.objects > 0 && summary.inSync === summary.objects && summary.differing + summary.onlyLive === 0;
  const whole = `${counted(summary.objects, 'object')}, ${counted(summary.fields, 'field')} in git`;
  return [whole, [...(same ? ['live is the same'] : []), ...said].join(', ')].filter(Boolean).join(': ');
}
