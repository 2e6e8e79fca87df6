import { expect } from 'vitest';
import { objectAt } from '../../src/object.ts';
import { type GitopsOptions, gitops } from './gitops.ts';

export const config = (namespace: string, name: string, metadata = '') => `apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}, namespace: ${namespace}${metadata}}
data: {a: "1"}
---
`;
export const secret = (namespace: string, name: string, metadata = '') => `apiVersion: v1
kind: Secret
metadata: {name: ${name}, namespace: ${namespace}${metadata}}
stringData: {password: hunter2}
---
`;
/** The report, and the names of what nobody manages. */
export async function unmanaged(options: GitopsOptions, ...flags: readonly string[]) {
  const outcome = await gitops(['diff', '--unmanaged', '-o', 'json', ...flags], options);
  expect(outcome.stdout, outcome.stderr).not.toBe('');
  const report = outcome.json();
  const objects = Array.isArray(report.objects) ? report.objects : [];
  const names = objects.flatMap((object: unknown) => {
    const { status, kind, name } = objectAt(JSON.parse(JSON.stringify(object)));
    return status === 'unmanaged' ? [`${String(kind)}/${String(name)}`] : [];
  });
  return { ...outcome, report, names };
}
