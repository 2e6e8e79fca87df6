import type { DriftReport } from './types.ts';
import { counted } from './words/value.ts';

/** `3 apps, 41 objects: 40 in sync, 1 drifted (2 fields), 0 pending`, then whatever else there is. */
export function summaryLine({ summary, objects }: DriftReport): string {
  const fields = objects
    .filter(({ status }) => status === 'drifted')
    .flatMap(({ changes }) => changes)
    .filter(({ ignoredBy }) => ignoredBy === null).length;
  const counts = [
    `${summary.inSync} in sync`,
    `${summary.drifted} drifted${fields === 0 ? '' : ` (${counted(fields, 'field')})`}`,
    `${summary.pending} pending`,
    ...unlessNone(summary.conflict, counted(summary.conflict, 'conflict')),
    ...unlessNone(summary.absent, `${summary.absent} absent`),
    ...unlessNone(summary.orphan, counted(summary.orphan, 'orphan')),
    ...(summary.unmanaged === undefined ? [] : [`${summary.unmanaged} unmanaged`]),
    ...unlessNone(summary.unknown, `${summary.unknown} unknown`),
    ...unlessNone(summary.ignored, `${counted(summary.ignored, 'change')} ignored`),
  ];
  return `${counted(summary.apps, 'app')}, ${counted(summary.objects, 'object')}: ${counts.join(', ')}`;
}

function unlessNone(count: number, text: string): readonly string[] {
  return count === 0 ? [] : [text];
}
