import { withMoreClusters } from '../../discover/argocd/cluster-secret.ts';
import type { Deps } from '../../deps.ts';
import type { OwnApp } from '../../discover/argocd/app.ts';
import type { TreeSurroundings } from '../../discover/tree/types.ts';
import type { ControlledApp, DiscoveredApp } from '../../discover/types.ts';
import type { UsageError, Warning } from '../../errors.ts';
import { renderRoot } from '../../render/render.ts';
import { isForCluster } from '../../render/sources.ts';
import type { Tree } from '../../render/types.ts';
import type { Cluster } from '../types.ts';
import { argoClusters } from './argo-clusters.ts';
import { goesTo, namesOf } from './destinations.ts';
import type { DiscoveryOf } from './discovered.ts';
import { finder, type OwnTree } from './live-apps.ts';
import type { ControllerObjects } from './objects.ts';

/** What git declares for the cluster in question. */
export interface TreeApps {
  /** Of every app that git declares, whichever cluster it is for. */
  readonly declared: ReadonlySet<string>;
  /** Of this cluster, and what its controllers send to others. */
  readonly apps: readonly ControlledApp[];
  /** Whether an app that only git declares goes to this cluster; null: its destination tells. */
  readonly isHere: (app: DiscoveredApp) => boolean | null;
  readonly entries: ReadonlyMap<string, readonly string[]>;
  readonly warnings: readonly Warning[];
  readonly ambiguous: UsageError | null;
}

const NO_TREE_APPS: TreeApps = {
  declared: new Set(),
  apps: [],
  isHere: () => null,
  entries: new Map(),
  warnings: [],
  ambiguous: null,
};

interface Given extends DiscoveryOf {
  readonly own: OwnTree;
  readonly objects: ControllerObjects | null;
  readonly live: readonly OwnApp[];
  /** Files that name a controller's API, as far as git can tell. */
  readonly holding: Promise<ReadonlySet<string> | null>;
}

/** Looks through the tree, and chooses what of it is this cluster's. */
export async function appsOfTree(given: Given, deps: Deps): Promise<TreeApps> {
  const { own, live, connection, workspace, paths } = given;
  const holding = await given.holding;
  if (holding?.size === 0) return NO_TREE_APPS;
  const { appsInTree, scanForApps } = await import('../../discover/tree/tree.ts');
  const scan = scanForApps(own.view, holding);
  if (scan.declaring.size === 0) return NO_TREE_APPS;
  const entries = await appsInTree(scan, surroundings(given, workspace.tree, deps));
  const { chooseEntries } = await import('../../discover/tree/choose.ts');
  const { placesOf } = await import('../../discover/tree/places.ts');
  const { distinct } = await import('../../discover/tree/rivals.ts');
  const places = new Map(live.map(({ id, root }) => [id, root.path]));
  const isLive = ({ id, root }: ControlledApp) => places.get(id) === root.path;
  const choice = chooseEntries(entries, { names: namesOf(connection), isLive, paths });
  const bound = entries.flatMap(({ apps }) => apps.filter(({ destination }) => destination !== null));
  const chosen = [
    ...choice.entries.flatMap(({ apps }) => apps),
    ...bound.toSorted((a, b) => Number(goesTo(b, connection)) - Number(goesTo(a, connection))),
  ];
  // an Argo CD elsewhere that sends apps here: those that stay where it lives are not ours to look at
  const isSentHere = chosen.some((app) => app.destination !== null && goesTo(app, connection));
  const isOfOther = isSentHere && live.length === 0;
  return {
    declared: new Set(entries.flatMap(({ apps }) => apps.map(({ id }) => id))),
    apps: [...new Map(chosen.toReversed().map((app) => [app.id, app])).values()].reverse(),
    isHere: ({ origin, destination }) =>
      isOfOther && origin === 'tree' && destination === null ? false : null,
    entries: placesOf(choice.entries),
    warnings: distinct(
      choice.entries.flatMap(({ warnings, apps }) => [...warnings, ...apps.flatMap((app) => app.warnings)]),
    ),
    ambiguous: choice.ambiguous,
  };
}

/** The cluster is waited for only by what needs it. */
function surroundings(
  { own, objects, connecting, target, registered }: Given,
  tree: Tree,
  deps: Deps,
): TreeSurroundings {
  const asked = <T>(ask: (cluster: Cluster) => T | Promise<T>) => {
    let answer: Promise<T> | null = null;
    return () => (answer ??= connecting.then(ask));
  };
  const find = asked((cluster) => finder(objects, cluster));
  const clusters = asked((cluster) => (objects === null ? null : argoClusters(objects, cluster)));
  return {
    ...own,
    render: async (root) => {
      const told = isForCluster(root) ? await target() : NO_TARGET;
      const { manifests } = await renderRoot(root, tree, told, deps);
      return manifests.map(({ object }) => object);
    },
    find: async (reference) => (await find())(reference),
    projects: objects?.projects ?? [],
    settingsOf: (home) => objects?.settings.get(home) ?? null,
    clusters: async () => withMoreClusters(await clusters(), registered),
  };
}

const NO_TARGET = { kubeVersion: null, apiVersions: [] };
