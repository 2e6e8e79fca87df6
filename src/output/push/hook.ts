import type { PushReport } from '../../push/types.ts';
import { painter } from '../words/style.ts';
import { wrapped } from '../words/wrap.ts';
import { type PushStyle, problemLines } from './problems.ts';
import { changesText, secondsText, summaryText, tally } from './words.ts';

/** What the pre-push hook says between git's own lines; nothing at all of a push that is none of its business. */
export function hookText(report: PushReport, style: PushStyle): string {
  if (report.roots.length === 0 && report.problems.length === 0) return '';
  return `${[...problemLines(report, style), ...verdictLines(report, style)].join('\n')}\n`;
}

/** Who speaks must be seen: git and other hooks write to the same terminal. */
function verdictLines(report: PushReport, { color, width }: PushStyle): readonly string[] {
  const { verdict, problems, roots } = report;
  const paint = painter(color);
  const lines = (text: string, indent = '') =>
    width === null
      ? [`${indent}${text}`]
      : wrapped(text, width - indent.length).map((line) => `${indent}${line}`);
  switch (verdict) {
    case 'block':
      return [
        ...lines(`kubectl gitops stopped this push: ${tally(problems)} ${secondsText(report)}`).map((line) =>
          paint.severity('error', line),
        ),
        ...lines(
          'correct it and push again, or push it as it is, this once: GITOPS_HOOK=warn git push',
          '  ',
        ),
      ];
    case 'warn':
      return lines(
        `gitops: let through with ${tally(problems)}: ${changesText(roots)} ${secondsText(report)}`,
      ).map((line) => paint.severity('warning', line));
    case 'allow':
      return lines(`gitops: ${summaryText(report)}`);
  }
}
