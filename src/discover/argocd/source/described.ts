import type { JsonObject } from '../../../object.ts';
import { withoutLogins } from '../../../printable.ts';
import { attempt } from '../attempt.ts';
import { textAt } from '../fields.ts';

/** The branch, tag or commit that a source follows, as it is written; null: the default branch. */
export function revisionOf(source: JsonObject): string | null {
  const written = attempt(() => textAt(source, 'targetRevision')) ?? '';
  return written === '' || written === 'HEAD' ? null : written;
}

/** The same for whatever means the same; `defaultBranch`: undefined where it is not known. */
export function sameRevision(source: JsonObject, defaultBranch: string | undefined): string | null {
  const branch = revisionOf(source)?.replace(/^refs\/heads\//, '');
  return branch === undefined || branch === defaultBranch ? null : branch;
}

/** Whether a source only has files for others. */
export function isReference(source: JsonObject): boolean {
  return refOf(source) !== '' && !isChart(source) && attempt(() => textAt(source, 'path')) === '';
}

export function refOf(source: JsonObject): string {
  return attempt(() => textAt(source, 'ref')) ?? '';
}

/** Of a repository of charts, or of a registry. */
export function isChart(source: JsonObject): boolean {
  return attempt(() => textAt(source, 'chart')) !== '' || repositoryOf(source).startsWith('oci://');
}

export function repositoryOf(source: JsonObject): string {
  return attempt(() => textAt(source, 'repoURL')) ?? '';
}

/** How messages name a source. */
export function pathOf(source: JsonObject): string {
  const text = (key: string) => attempt(() => textAt(source, key)) || undefined;
  return text('path') ?? text('chart') ?? withoutLogins(text('repoURL') ?? 'a source');
}
