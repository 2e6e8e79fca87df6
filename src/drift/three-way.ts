import type { KubeObject } from '../object.ts';
import { formatPath, type Path } from '../path.ts';
import type { Typed } from '../schema.ts';
import { compare, type Difference } from './compare.ts';
import type { Evaluation } from './evaluate.ts';
import { type Entry, isDeployer, owns } from './fields.ts';
import { isReordered } from './order.ts';
import { isScaled } from './scaled.ts';
import type { Finding } from './settle.ts';
import type { Moved, ObjectStatus } from './types.ts';
import { related, valueAt } from './values.ts';

/** The object at the deployed revision beside what git declares now. */
export interface Base {
  /** undefined: the deployed revision does not declare this object. */
  readonly object: KubeObject | undefined;
}

/**
 * Which side left the deployed revision. Live as the base had it: git moved on. Git as the base had it: live did.
 * Neither: both. Without a base, live is what changed.
 */
export function movedOf(
  finding: Finding,
  base: Base | null,
  head: KubeObject,
  live: KubeObject,
  type: Typed,
  deployer: readonly Entry[] = [],
): Moved {
  if (finding.class === 'stale') return 'git';
  if (base?.object === undefined) return 'live';
  const { path } = finding;
  const was = valueAt(base.object, path, type);
  if (isReordered(finding, valueAt(head, path, type) ?? null)) {
    // where live kept the base's order, the items are elsewhere because git moved them or both sides brought some
    if (was === undefined || !isReorderedAt(base.object, live, path, type)) return 'git';
    return isReorderedAt(base.object, head, path, type) ? 'both' : 'live';
  }
  const inBase = was !== undefined;
  if (finding.class === 'extra') {
    if (!inBase) return 'live';
    return differsAt(base.object, live, path, type) ? 'both' : 'git';
  }
  const liveMoved = inBase ? differsAt(base.object, live, path, type) : isSetLive(finding, live, deployer);
  const gitMoved = inBase ? differsAt(base.object, head, path, type) : true;
  if (liveMoved && gitMoved) return 'both';
  return gitMoved ? 'git' : 'live';
}

/** Another order of a list's items, whatever became of the items themselves. */
function isReorderedAt(base: KubeObject, other: KubeObject, path: Path, type: Typed): boolean {
  return compare(base, other, type).reordered.some(
    (one) => one.path.length === path.length && related(one.path, path),
  );
}

/**
 * Whether somebody gave a live field its value that the base does not declare. What nobody owns, or the deployer alone,
 * is the server's default; only `kubectl scale` may leave no owner at all.
 */
function isSetLive(
  { path, live: value, owner }: Finding,
  live: KubeObject,
  deployer: readonly Entry[],
): boolean {
  if (value === undefined) return false;
  if (owner === null) return isReplicas(path) && isScaled(live);
  return !isDeployer(owner, deployer);
}

function isReplicas(path: Path): boolean {
  return formatPath(path) === '.spec.replicas';
}

function differsAt(base: KubeObject, other: KubeObject, path: Path, type: Typed): boolean {
  const { differences } = compare(base, other, type);
  return differences.some((difference) => related(difference.path, path));
}

/**
 * How well a commit's rendering explains live: `exact`, all but fields somebody may have removed and items somebody may
 * have put into another order (`nearly`), or not at all. A value that nobody owns is the server's default: had the
 * commit been deployed, it would be the commit's.
 */
export function explains(
  candidate: KubeObject,
  live: KubeObject,
  { deployer, entries }: Pick<Evaluation, 'deployer' | 'entries'>,
  type: Typed,
): 'exact' | 'nearly' | null {
  const { differences, reordered } = compare(candidate, live, type);
  const isUntouched = ({ path, live: value }: Difference) =>
    deployer.some((entry) => owns(entry, path, type)) ||
    (value !== undefined &&
      !(isReplicas(path) && isScaled(live)) &&
      !entries.some((entry) => owns(entry, path, type)));
  if (differences.some(isUntouched)) return null;
  const isExact = reordered.length === 0 && differences.every((one) => one.class !== 'missing');
  return isExact ? 'exact' : 'nearly';
}

export function statusOf(
  changes: readonly { readonly moved: Moved; readonly ignoredBy: string | null }[],
): ObjectStatus {
  const sides = new Set(changes.filter((change) => change.ignoredBy === null).map((change) => change.moved));
  if (sides.size === 0) return 'inSync';
  if (sides.has('both') || sides.size > 1) return 'conflict';
  return sides.has('live') ? 'drifted' : 'pending';
}
