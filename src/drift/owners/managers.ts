import type { Json, KubeObject } from '../../object.ts';
import { isArray, isObject } from '../../object.ts';
import type { Step } from '../../path.ts';
import { fieldType, itemKeys, itemType, type Typed } from '../../schema.ts';
import { child, type Entry, isLeaf } from '../fields.ts';
import { CONTROLLERS, FAMILIES, GIT_DEPLOYERS, KUBECTL_DEPLOYERS, PEOPLE } from './known-managers.ts';

export type ManagerClass = 'deployer' | 'person' | 'controller' | 'unknown';

/** What `.gitops.yaml` adds to the known managers. */
export interface ManagerLists {
  readonly people: readonly string[];
  readonly controllers: readonly string[];
}

export function classOf(entry: Entry, deployer: readonly Entry[], lists: ManagerLists): ManagerClass {
  if (deployer.includes(entry)) return 'deployer';
  if (lists.people.includes(entry.manager)) return 'person';
  if (lists.controllers.includes(entry.manager) || CONTROLLERS.has(entry.manager)) return 'controller';
  return PEOPLE.test(entry.manager) || GIT_DEPLOYERS.has(entry.manager) ? 'person' : 'unknown';
}

/**
 * The deployer's entries on an object: of all entries (never a scale's) the one that owns most of what git
 * declares. A tool that only ever applies from git is preferred to kubectl, and `hint` (the manager that a
 * tracking mark implies) to both, unless it owns less than half as much. Empty: nobody can be named.
 */
export function deployerEntries(
  desired: KubeObject,
  all: readonly Entry[],
  type: Typed,
  hint: string | null,
): readonly Entry[] {
  const entries = all.filter((entry) => entry.subresource === null);
  const [only] = entries;
  if (only !== undefined && entries.length === 1 && rankOf(only, hint) > 0) return entries;
  const total = count(null, desired, type);
  const candidates = entries
    .map((entry) => ({ entry, owned: count(entry.fields, desired, type), rank: rankOf(entry, hint) }))
    .filter(({ owned, rank }) => owned > 0 && (rank > 0 || owned * 2 >= total));
  const most = Math.max(0, ...candidates.map(({ owned }) => owned));
  const [best] = candidates
    .filter(({ owned }) => owned * 2 >= most)
    .sort((a, b) => b.rank - a.rank || b.owned - a.owned);
  if (best === undefined) return [];
  return entries.filter((entry) => entry === best.entry || sameFamily(entry.manager, best.entry.manager));
}

/** 3: implied by a mark, 2: only applies from git, 1: kubectl, 0: unknown. An unknown Apply manager counts as kubectl. */
function rankOf(entry: Entry, hint: string | null): number {
  if (entry.manager === hint) return 3;
  if (GIT_DEPLOYERS.has(entry.manager)) return 2;
  return KUBECTL_DEPLOYERS.has(entry.manager) ? 1 : 0;
}

function sameFamily(a: string, b: string): boolean {
  return a === b || FAMILIES.some((family) => family.has(a) && family.has(b));
}

/** How many of the leaves that git declares a field set owns; null: how many there are. */
function count(fields: Json | null, desired: Json, type: Typed): number {
  if (fields !== null && isLeaf(fields)) return isGranular(desired, type) ? 0 : count(null, desired, type);
  if (isArray(desired) && type.node.t === 'list' && type.node.list === 'map') {
    const item = itemType(type);
    return sum(desired, (value) => {
      const keys = itemKeys(type, value);
      return keys === undefined ? 1 : below(fields, { keys }, value, item);
    });
  }
  if (!isObject(desired) || (type.node.t !== 'any' && 'atomic' in type.node)) return fields === null ? 1 : 0;
  return sum(Object.entries(desired), ([key, value]) => below(fields, key, value, fieldType(type, key)));
}

/** A leaf at a map that merges key by key owns the map alone. */
function isGranular(value: Json, { node }: Typed): boolean {
  return isObject(value) && Object.keys(value).length > 0 && !('atomic' in node && node.atomic === true);
}

function below(fields: Json | null, step: Step, value: Json, type: Typed | null): number {
  if (type === null || step === 'apiVersion' || step === 'kind') return 0;
  if (fields === null) return count(null, value, type);
  const next = child(fields, step);
  return next === undefined ? 0 : count(next, value, type);
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  let total = 0;
  for (const item of items) total += of(item);
  return total;
}
