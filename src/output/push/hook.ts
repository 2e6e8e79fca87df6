import type { PushReport } from '../../push/types.ts';
import { painter } from '../words/style.ts';
import { type PushStyle, problemLines } from './problems.ts';
import { changesText, secondsText, summaryText, tally } from './words.ts';

/** What the pre-push hook says between git's own lines; nothing at all of a push that is none of its business. */
export function hookText(report: PushReport, style: PushStyle): string {
  if (report.roots.length === 0 && report.problems.length === 0) return '';
  return `${[...problemLines(report, style), ...verdictLines(report, style)].join('\n')}\n`;
}

/** Who speaks must be seen: git and other hooks write to the same terminal. */
function verdictLines(report: PushReport, { color }: PushStyle): readonly string[] {
  const { verdict, problems, roots } = report;
  const paint = painter(color);
  switch (verdict) {
    case 'block':
      return [
        paint.severity(
          'error',
          `kubectl gitops stopped this push: ${tally(problems)} ${secondsText(report)}`,
        ),
        '  correct it and push again, or push it as it is, this once: GITOPS_HOOK=warn git push',
      ];
    case 'warn':
      return [
        paint.severity(
          'warning',
          `gitops: pushed with ${tally(problems)}: ${changesText(roots)} ${secondsText(report)}`,
        ),
      ];
    case 'allow':
      return [`gitops: ${summaryText(report)}`];
  }
}
