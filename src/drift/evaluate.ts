import { isObject, type KubeObject } from '../object.ts';
import { formatPath, type Path } from '../path.ts';
import type { Typed } from '../schema.ts';
import { type Comparison, compare, type Difference } from './compare.ts';
import { byTime, type Entry, entriesOf, owns } from './fields.ts';
import { classOf, deployerEntries, type ManagerClass, type ManagerLists } from './owners/managers.ts';
import { isMark, isMarkedLabel, type Mark } from './owners/marks.ts';
import { isScaled } from './scaled.ts';
import { type Uncovered, uncovered } from './uncovered.ts';

/** A live field outside git, with everybody who owns it, the likeliest author first. */
export interface Outside {
  readonly path: Path;
  readonly live: Uncovered['live'];
  readonly owners: readonly Entry[];
  readonly by: ManagerClass;
}

/** What can be said of one object without asking the server anything more. */
export interface Evaluation {
  readonly comparison: Comparison;
  readonly outside: readonly Outside[];
  readonly deployer: readonly Entry[];
  readonly entries: readonly Entry[];
  readonly mark: Mark | null;
}

export interface Sides {
  readonly desired: KubeObject;
  readonly live: KubeObject;
  readonly type: Typed;
}

/** `mark`: what marks live. */
export function evaluate({ desired, live, type }: Sides, mark: Mark | null, lists: ManagerLists): Evaluation {
  const entries = entriesOf(live);
  const deployer = deployerEntries(desired, entries, type, mark?.manager ?? null);
  const compared = compare(desired, live, type);
  const differences = compared.differences.filter(
    (one) => !storedWithout(one, deployer, type) && !isMarkedLabel(one.path, mark),
  );
  const found = entries.flatMap((entry) => uncovered(entry, desired, live, type));
  const outside = gather(
    found.filter(({ path, entry }) => !isMark(path, deployer.includes(entry), mark)),
    deployer,
    lists,
  );
  const scaled = scaledByNobody({ desired, live, type }, entries);
  return {
    comparison: { ...compared, differences },
    outside: [...outside, ...scaled],
    deployer,
    entries,
    mark,
  };
}

/** Replicas that nobody owns and nobody declares. */
function scaledByNobody({ desired, live, type }: Sides, entries: readonly Entry[]): readonly Outside[] {
  const { spec } = live;
  if (!isScaled(live) || !isObject(spec) || spec.replicas === undefined) return [];
  if (isObject(desired.spec) && desired.spec.replicas !== undefined) return [];
  const path = ['spec', 'replicas'];
  return entries.some((entry) => owns(entry, path, type))
    ? []
    : [{ path, live: spec.replicas, owners: [], by: 'person' }];
}

/** Nothing differs and nobody but the deployer put anything on it: applying git again would change nothing. */
export function isClean(evaluation: Evaluation): boolean {
  const { comparison, outside } = evaluation;
  return (
    outside.length === 0 &&
    comparison.differences.length === 0 &&
    comparison.unknown.length === 0 &&
    comparison.reordered.length === 0
  );
}

/** A zero value that the deployer still owns although live lacks it: the server does not store it. */
function storedWithout(difference: Difference, deployer: readonly Entry[], type: Typed): boolean {
  const { git } = difference;
  if (difference.class !== 'missing' || !isZero(git)) return false;
  return deployer.some((entry) => entry.operation === 'Apply' && owns(entry, difference.path, type));
}

function isZero(value: unknown): boolean {
  return value === '' || value === 0 || value === false || JSON.stringify(value) === '{}';
}

const RANK: Readonly<Record<ManagerClass, number>> = { person: 0, unknown: 1, controller: 2, deployer: 3 };

/** One finding per path. A person who co-owns a field is its likeliest author, the latest first. */
function gather(
  found: readonly Uncovered[],
  deployer: readonly Entry[],
  lists: ManagerLists,
): readonly Outside[] {
  const byPath = Map.groupBy(found, ({ path }) => formatPath(path));
  return [...byPath.values()].flatMap((same) => {
    const owners = same
      .map(({ entry }) => ({ entry, by: classOf(entry, deployer, lists) }))
      .sort((a, b) => RANK[a.by] - RANK[b.by] || byTime(a.entry, b.entry));
    const [first] = same;
    const [likeliest] = owners;
    if (first === undefined || likeliest === undefined) return [];
    return [
      { path: first.path, live: first.live, owners: owners.map(({ entry }) => entry), by: likeliest.by },
    ];
  });
}
