import type { ProblemCode } from '../../config/settings.ts';
import { describe } from '../../object.ts';
import type { Problem, ProblemSource, PushReport, PushRoot, Severity } from '../../push/types.ts';
import { counted } from '../words/value.ts';
import { placeOf } from '../words/who.ts';

const UNASKED: readonly ProblemCode[] = ['FORBIDDEN', 'LOCAL_SCHEMA_ONLY', 'TIMEOUT', 'UNREACHABLE'];

/** `apps/web/base/deployment.yaml:8`; what has no line of its own is at its root. */
export function placeText({ source, root }: Problem): string | null {
  return source === null ? root : placeOf(source);
}

/** The same for who shows head's files alone: a line that is gone would be another one there, and a file that is gone none. */
export function placeInHead({ source }: Problem): Pick<ProblemSource, 'file' | 'line'> | null {
  if (source === null || source.gone === 'file') return null;
  return { file: source.file, line: source.gone === 'line' ? null : source.line };
}

/** A line for them where that is not the whole place. */
export function wasText({ source }: Problem): readonly string[] {
  return source?.gone === undefined ? [] : [`it was at ${placeOf(source)}`];
}

/** `Deployment shop/web .spec.replicas`. */
export function subjectText({ object, path }: Problem): string | null {
  if (object === null) return null;
  return path === null ? describe(object) : `${describe(object)} ${path}`;
}

/** `2 errors, 1 warning`; empty where there is neither. What several environments say alike counts once. */
export function tally(problems: readonly Problem[]): string {
  const distinct = new Map(problems.map((one) => [JSON.stringify({ ...one, environment: null }), one]));
  const count = (severity: Severity) =>
    [...distinct.values()].filter((one) => one.severity === severity).length;
  return (['error', 'warning'] as const)
    .filter((severity) => count(severity) > 0)
    .map((severity) => counted(count(severity), severity))
    .join(', ');
}

/** `2 roots, 14 objects: 3 changed, 1 new`: what the push brings, whatever is thought of it. */
export function changesText(roots: readonly PushRoot[]): string {
  if (roots.length === 0) return 'no object changes';
  const unchecked = roots.filter(isUnchecked).length;
  const not = unchecked === 0 ? '' : ` (${unchecked} not checked)`;
  return `${counted(roots.length, 'root')}${not}, ${objectsText(roots)}`;
}

/** `14 objects: 3 changed, 1 new`. */
export function objectsText(roots: readonly PushRoot[]): string {
  const sum = (of: 'objects' | 'changed' | 'created' | 'deleted') =>
    roots.reduce((total, root) => total + root[of], 0);
  const counts = [
    ...someOf(sum('changed'), 'changed'),
    ...someOf(sum('created'), 'new'),
    ...someOf(sum('deleted'), 'deleted'),
  ];
  return `${counted(sum('objects'), 'object')}: ${counts.length === 0 ? 'none changed' : counts.join(', ')}`;
}

/** The last line: what the push brings, what is thought of it, and how long that took. */
export function summaryText(report: PushReport, renderOnly = false): string {
  const verdict = tally(report.problems) || (renderOnly ? rendering(report) : acceptance(report));
  // where the time was over before anything was rendered, nobody knows what changes
  const isKnown = report.roots.length > 0 || !report.problems.some(({ code }) => code === 'TIMEOUT');
  const parts = [...(isKnown ? [changesText(report.roots)] : []), ...(verdict === '' ? [] : [verdict])];
  return `${parts.join(': ')} ${secondsText(report)}`;
}

export function secondsText({ elapsedMs }: PushReport): string {
  return `(${(elapsedMs / 1000).toFixed(1)} s)`;
}

/** Of a root that did not render, or did not before either, nothing is known. */
export function isUnchecked({ status }: PushRoot): boolean {
  return status === 'unrendered' || status === 'broken-before';
}

/** The API server was not asked about what this is said of. */
export function isUnasked({ code }: Problem): boolean {
  return UNASKED.includes(code);
}

/** The environments in which a problem was met; none where all roots belong to one. */
export function environmentsOf(problems: readonly Problem[], roots: readonly PushRoot[]): readonly string[] {
  if (new Set(roots.flatMap(({ environment }) => environment ?? [])).size < 2) return [];
  return [...new Set(problems.flatMap(({ environment }) => environment ?? []))].toSorted();
}

/** Said only of what the API server was asked about, and only if it was asked about all. */
function acceptance({ roots, problems }: PushReport): string {
  const asked = roots.some(({ changed, created }) => changed + created > 0);
  const all = !roots.some(isUnchecked) && !problems.some(isUnasked);
  return asked && all ? 'the API server accepts it' : '';
}

function rendering({ roots }: PushReport): string {
  return roots.length === 0 || roots.some(isUnchecked) ? '' : 'all of it renders';
}

function someOf(count: number, word: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${word}`];
}
