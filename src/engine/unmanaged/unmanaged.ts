import type { Deps } from '../../deps.ts';
import { unmanagedIgnores } from '../../drift/ignore/ignore-unmanaged.ts';
import type { ManagerLists } from '../../drift/owners/managers.ts';
import type { ObjectDrift } from '../../drift/types.ts';
import { creationOf } from '../../drift/unmanaged/creator.ts';
import { isLeftBehind } from '../../drift/unmanaged/unmanaged.ts';
import type { ObjectName, Warning } from '../../errors.ts';
import { groupOf, type KubeObject, nameOf } from '../../object.ts';
import type { Desired } from '../desired.ts';
import type { Examined } from '../compare/examine.ts';
import type { Query, Say } from '../query.ts';
import { type Cluster, type Item, itemKey, keyOf } from '../types.ts';
import { declaredElsewhere } from './elsewhere.ts';
import { namespacesOf } from './namespaces.ts';
import { scan } from './scan.ts';

/** What was compared, and what came of it. */
export interface Compared {
  readonly desired: Pick<Desired, 'workspace' | 'config' | 'rendered'>;
  readonly examined: Pick<Examined, 'resolved' | 'deployed' | 'marks'>;
  /** What this cluster is meant to run. */
  readonly items: readonly Item[];
  readonly drifts: readonly ObjectDrift[];
}

export interface Unmanaged {
  readonly drifts: readonly ObjectDrift[];
  readonly warnings: readonly Warning[];
}

/** Live objects in the apps' namespaces that no app declares, no deployer tracks and nobody owns: what was left behind. */
export async function findUnmanaged(
  { desired, examined, items, drifts }: Compared,
  cluster: Pick<Cluster, 'http' | 'discovery' | 'key'>,
  query: Pick<Query, 'namespace'>,
  deps: Deps,
  say: Say,
): Promise<Unmanaged> {
  const { config, rendered, workspace } = desired;
  // what does not render may well declare what would be told here
  if (rendered.problems.length > 0) return { drifts: [], warnings: [CANNOT_TELL] };
  const lists: ManagerLists = config?.managers ?? { people: [], controllers: [] };
  const isIgnored = unmanagedIgnores(config?.ignore ?? []);
  const isElsewhere = await declaredElsewhere(workspace.repository?.top ?? null, cluster, deps);
  const known = new Set([
    ...examined.resolved.items.map(itemKey),
    ...drifts.map(({ object }) => keyFor(object)),
  ]);
  const found = new Map<string, ObjectDrift>();
  const keep = async (live: KubeObject) => {
    const name = nameOf(live);
    const key = keyFor(name);
    if (known.has(key) || !isLeftBehind(live, lists) || (await isTracked(live, examined))) return;
    if (!isIgnored(name, creationOf(live).owner) && !isElsewhere(key)) found.set(key, driftOf(live));
  };
  const warnings = await scan(cluster, namespacesOf(items, query.namespace), keep, say);
  return { drifts: [...found.values()].toSorted(byPlace), warnings };
}

const CANNOT_TELL: Warning = {
  code: 'UNMANAGED_INCOMPLETE',
  message: 'what no app declares cannot be told: not all of git renders',
  hint: 'mend what does not render first',
};

function keyFor({ apiVersion, kind, namespace, name }: ObjectName): string {
  return keyOf(groupOf(apiVersion), kind, namespace, name);
}

/** A mark that its deployer does not know was copied with the object that it was made from. */
async function isTracked(
  live: KubeObject,
  { deployed, marks }: Pick<Examined, 'deployed' | 'marks'>,
): Promise<boolean> {
  const mark = await marks.of(live);
  if (mark === null) return false;
  const known = [...deployed.values()].find((one) => one.mark.id === mark.id);
  return known?.facts.declares(live) !== false;
}

function driftOf(live: KubeObject): ObjectDrift {
  const { owner, created } = creationOf(live);
  return {
    object: nameOf(live),
    status: 'unmanaged',
    moved: 'live',
    fate: 'kept',
    because: 'no app declares it, and nothing removes it',
    owner,
    compared: 'local',
    app: null,
    source: null,
    changes: [],
    created,
    error: null,
  };
}

function byPlace({ object: a }: ObjectDrift, { object: b }: ObjectDrift): number {
  const place = ({ namespace, kind, name }: ObjectDrift['object']) => `${namespace} ${kind} ${name}`;
  return place(a) < place(b) ? -1 : 1;
}
