import type { Connection } from '../../cluster/login/kubeconfig.ts';
import type { Deps } from '../../deps.ts';
import type { ArgoCluster } from '../../discover/argocd/appset/types.ts';
import { isOneOf } from '../../discover/repository-url.ts';
import { GROUPS } from '../../discover/tree/kinds.ts';
import type { DiscoveredApp } from '../../discover/types.ts';
import type { UsageError, Warning } from '../../errors.ts';
import { filesHolding } from '../../git/grep.ts';
import { repositoryUrls } from '../../git/remotes.ts';
import type { Target } from '../../render/types.ts';
import { diskView } from '../../view.ts';
import type { Workspace } from '../open/workspace.ts';
import type { Cluster } from '../types.ts';
import { goesTo } from './destinations.ts';
import { goneWarnings } from './gone.ts';
import { liveApps } from './live-apps.ts';
import { withTree } from './merge.ts';
import { type ControllerObjects, controllerObjects, hasControllers, unreadWarnings } from './objects.ts';
import { appsOfTree, type TreeApps } from './tree-apps.ts';

/** The apps by which the controllers of a cluster deploy this repository, or would once it is brought up from git. */
export interface Discovered {
  /** Those that go to this cluster. */
  readonly here: readonly DiscoveredApp[];
  /** Those that its controllers deploy to other ones. */
  readonly elsewhere: readonly DiscoveredApp[];
  readonly warnings: readonly Warning[];
  readonly objects: ControllerObjects | null;
  /** A directory that apps are brought up from, and their ids: naming it means all of them. Whole entries come first. */
  readonly entries: ReadonlyMap<string, readonly string[]>;
  /** Why it cannot be told which apps of git are this cluster's, where the cluster has none of them. */
  readonly ambiguous: UsageError | null;
}

export const NOTHING_DISCOVERED: Discovered = {
  here: [],
  elsewhere: [],
  warnings: [],
  objects: null,
  entries: new Map(),
  ambiguous: null,
};

/** What discovery is about. */
export interface DiscoveryOf {
  readonly workspace: Workspace;
  readonly connection: Connection;
  readonly connecting: Promise<Cluster>;
  /** Whether the cluster may have controllers; else it is not waited for. */
  readonly mayServe: boolean;
  /** What charts are told of the cluster. */
  readonly target: () => Promise<Target>;
  /** Of the repository, as named on the command line. */
  readonly paths: readonly string[];
  /** Clusters of an Argo CD that cannot be asked itself. */
  readonly registered: readonly ArgoCluster[];
}

/**
 * Apps that the cluster has count as it has them; those that only git declares are added. One LIST for each kind that the
 * cluster serves, and none where it serves none; one look through the tree, which ends where no file names a controller.
 */
export async function discoverApps(of: DiscoveryOf, deps: Deps): Promise<Discovered> {
  const { workspace, connection, connecting, mayServe } = of;
  const { repository, tree } = workspace;
  if (repository === null) return NOTHING_DISCOVERED;
  // of a commit that was extracted, git might have to fetch what it looks through
  const holding = workspace.revision === null ? filesHolding(repository, GROUPS) : Promise.resolve(null);
  const isThis = isOneOf(await repositoryUrls(repository));
  const view = diskView(tree.dir);
  const own = { isThis, view, commit: workspace.revision ?? repository.head };
  const cluster = mayServe ? await connecting : null;
  const objects = cluster !== null && hasControllers(cluster) ? await controllerObjects(cluster) : null;
  const live = cluster === null || objects === null ? [] : await liveApps(objects, own, cluster);
  const git = await appsOfTree({ ...of, own, objects, live, holding }, deps);
  const merged = withTree(live, git);
  const isHere = (app: DiscoveredApp) => git.isHere(app) ?? goesTo(app, connection);
  const here = merged.apps.filter(isHere);
  return {
    here,
    elsewhere: merged.apps.filter((app) => !isHere(app)),
    warnings: [
      // where nothing else speaks of controllers, nobody misses what may not be read
      ...(merged.apps.length === 0 && git.ambiguous === null ? [] : unreadWarnings(objects)),
      ...merged.warnings,
      ...goneWarnings(here, view),
      ...telling(git, merged.apps),
      ...(here.length === 0 || live.length === 0 ? [] : unchosenWarning(git)),
    ],
    objects,
    entries: git.entries,
    ambiguous: here.length === 0 ? git.ambiguous : null,
  };
}

/** The cluster has apps of this repository, and none that tells which of git's it should have. */
function unchosenWarning({ ambiguous }: TreeApps): readonly Warning[] {
  if (ambiguous === null) return [];
  const { code, message, facts, hint = null } = ambiguous;
  const places = facts.map((fact) => fact.trim().split('  ')[0]).slice(0, -1);
  return [{ code, message: `${message}: ${places.join(', ')}`, hint }];
}

/** What git says of apps that the cluster has is odd only if the cluster takes it from git. */
function telling(git: TreeApps, apps: readonly DiscoveredApp[]): readonly Warning[] {
  const known = new Set(apps.map(({ id }) => id));
  return git.warnings.filter(({ app }) => app === undefined || known.has(app));
}
