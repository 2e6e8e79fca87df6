import type { KubeObject } from '../object.ts';
import { formatPath, type Path } from '../path.ts';
import type { Typed } from '../schema.ts';
import { compare } from './compare.ts';
import { type Entry, isDeployer, owns } from './fields.ts';
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
  const inBase = valueAt(base.object, path, type) !== undefined;
  if (finding.class === 'extra') {
    if (!inBase) return 'live';
    return differsAt(base.object, live, path, type) ? 'both' : 'git';
  }
  const liveMoved = inBase ? differsAt(base.object, live, path, type) : isSetLive(finding, deployer);
  const gitMoved = inBase ? differsAt(base.object, head, path, type) : true;
  if (liveMoved && gitMoved) return 'both';
  return gitMoved ? 'git' : 'live';
}

/**
 * Whether somebody gave a live field its value that the base does not declare. What nobody owns, or the deployer alone,
 * is the server's default; only `kubectl scale --replicas=0` leaves no owner at all.
 */
function isSetLive({ path, live, owner }: Finding, deployer: readonly Entry[]): boolean {
  if (live === undefined) return false;
  if (owner === null) return formatPath(path) === '.spec.replicas' && live === 0;
  return !isDeployer(owner, deployer);
}

function differsAt(base: KubeObject, other: KubeObject, path: Path, type: Typed): boolean {
  const { differences } = compare(base, other, type);
  return differences.some((difference) => related(difference.path, path));
}

/** How well a commit's rendering explains live: `exact`, all but fields somebody may have removed, or not at all. */
export function explains(
  candidate: KubeObject,
  live: KubeObject,
  deployer: readonly Entry[],
  type: Typed,
): 'exact' | 'removed' | null {
  const { differences } = compare(candidate, live, type);
  const own = differences.filter(({ path }) => deployer.some((entry) => owns(entry, path, type)));
  if (own.length > 0) return null;
  return differences.some((difference) => difference.class === 'missing') ? 'removed' : 'exact';
}

export function statusOf(
  changes: readonly { readonly moved: Moved; readonly ignoredBy: string | null }[],
): ObjectStatus {
  const sides = new Set(changes.filter((change) => change.ignoredBy === null).map((change) => change.moved));
  if (sides.size === 0) return 'inSync';
  if (sides.has('both') || sides.size > 1) return 'conflict';
  return sides.has('live') ? 'drifted' : 'pending';
}
