import type { PushReport } from '../../push/types.ts';
import { type PushStyle, problemLines } from './problems.ts';
import { summaryText } from './words.ts';

/** For people: the problems, errors first; the last line sums up. */
export function textPush(report: PushReport, style: PushStyle): string {
  return `${[...problemLines(report, style), summaryText(report, style.renderOnly)].join('\n')}\n`;
}
