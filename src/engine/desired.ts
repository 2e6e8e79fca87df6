import { keptDiscovery } from '../cluster/discovery.ts';
import type { Connection } from '../cluster/login/kubeconfig.ts';
import type { Config } from '../config/types.ts';
import type { Deps } from '../deps.ts';
import { isPath, readTargets, type Targets, within } from '../discover/targets.ts';
import type { DriftReport } from '../output/types.ts';
import type { Target } from '../render/types.ts';
import { openStore } from '../store.ts';
import { type Discovered, discoverApps, NOTHING_DISCOVERED } from './controlled/discovered.ts';
import { hasControllers } from './controlled/objects.ts';
import { appNames, selectApps } from './open/apps.ts';
import { connect, serverKey } from './open/connect.ts';
import { configOf, connectionFor, environmentFor } from './open/environment.ts';
import { isDirty, openWorkspace, type Workspace } from './open/workspace.ts';
import type { Query, Say } from './query.ts';
import { type AllRendered, refuseOverlap, renderApps } from './render.ts';
import { withCommands } from './trust/roots.ts';
import type { Cluster } from './types.ts';

/** What git wants of this cluster. */
export interface Desired {
  readonly workspace: Workspace;
  readonly config: Config | null;
  readonly targets: Targets;
  readonly rendered: AllRendered;
  /** Nobody named the roots: what this cluster does not run is left out. */
  readonly guessed: boolean;
  readonly dirty: Promise<boolean>;
  /** What the cluster's controllers deploy of the repository. */
  readonly discovered: Discovered;
}

/** Renders git while the cluster answers, hands both on, and removes what was extracted for it. */
export async function withDesired<T>(
  query: Query,
  deps: Deps,
  say: Say,
  use: (desired: Desired, cluster: Cluster) => Promise<T>,
): Promise<T> {
  say('connecting');
  const opening = openWorkspace(deps, query);
  opening.catch(() => undefined);
  const connection = await connectionFor(opening, query, deps);
  const connecting = connect(connection, query, deps);
  connecting.catch(() => undefined);
  const workspace = await opening;
  try {
    const desired = await renderDesired(workspace, connection, connecting, query, deps, say);
    return await use(desired, await connecting);
  } finally {
    await workspace.dispose();
  }
}

/** From TARGETs and configuration to rendered objects. Only charts wait for the cluster to answer. */
async function renderDesired(
  workspace: Workspace,
  connection: Connection,
  connecting: Promise<Cluster>,
  query: Query,
  deps: Deps,
  say: Say,
): Promise<Desired> {
  const config = configOf(workspace, deps);
  const { dir } = workspace.tree;
  const place = { cwd: deps.cwd, top: workspace.repository?.top ?? dir, dir };
  const discovered = await discoveredFor(workspace, config, query, connection, connecting, deps);
  const namesPath = query.targets.some((target) => isPath(target, place));
  if (discovered.ambiguous !== null && !namesPath) throw discovered.ambiguous;
  const targets = await readTargets(query, appNames(config, discovered.here), place);
  const environment = await environmentFor(workspace, config, targets, query, connection, connecting);
  const { apps, guessed } = await selectApps(targets, environment, discovered, workspace.tree);
  say(`rendering ${apps.length === 1 ? (apps[0]?.root.path ?? '') : `${apps.length} roots`}`);
  const dirty = isDirty(
    workspace,
    apps.map(({ root }) => root),
  );
  // awaited last: what fails before must not leave it unhandled
  dirty.catch(() => undefined);
  const rendered = await renderApps(apps, workspace.tree, async () => helmTarget(await connecting), deps);
  const namespace = query.namespace ?? connection.namespace ?? 'default';
  const shared = refuseOverlap(rendered.apps, namespace, discovered.entries);
  const warnings = [...rendered.warnings, ...discovered.warnings, ...shared];
  return {
    workspace,
    config,
    targets,
    rendered: { ...rendered, warnings },
    guessed,
    dirty,
    discovered,
  };
}

/**
 * What controllers deploy of the repository, or will. What people configured counts more, and files that are named need
 * nobody; a cluster that served no controllers when it was last asked is not waited for.
 */
async function discoveredFor(
  workspace: Workspace,
  config: Config | null,
  query: Query,
  connection: Connection,
  connecting: Promise<Cluster>,
  deps: Deps,
): Promise<Discovered> {
  const isNamed = query.filenames.length + query.kustomize.length > 0;
  const isConfigured = (config?.environments.length ?? 0) > 0;
  if (workspace.repository === null || isNamed || isConfigured) return NOTHING_DISCOVERED;
  const kept = keptDiscovery(openStore(deps, 'discovery'), serverKey(connection));
  const mayServe = kept === null || hasControllers({ discovery: kept });
  const target = async () => helmTarget(await connecting);
  const { top } = workspace.repository;
  const paths = query.targets.map((one) => within(one, { cwd: deps.cwd, top }));
  const registered = config?.clusters ?? [];
  const of = { workspace, connection, connecting, mayServe, target, paths, registered };
  const found = await discoverApps(of, deps);
  const { here, elsewhere } = found;
  return { ...found, here: withCommands(here, config), elsewhere: withCommands(elsewhere, config) };
}

/** What charts are told of the cluster, as `helm --api-versions` wants it. */
export function helmTarget({ version, discovery }: Cluster): Target {
  const versions = new Set(discovery.resources.map(({ apiVersion }) => apiVersion));
  const kinds = discovery.resources.map(({ apiVersion, kind }) => `${apiVersion}/${kind}`);
  return { kubeVersion: version, apiVersions: [...versions, ...kinds] };
}

export async function repositoryOf(
  { repository, revision }: Workspace,
  dirty: Promise<boolean>,
): Promise<DriftReport['repository']> {
  if (repository === null) return null;
  return {
    revision: revision ?? repository.head,
    branch: revision === null ? repository.branch : null,
    dirty: await dirty,
  };
}
