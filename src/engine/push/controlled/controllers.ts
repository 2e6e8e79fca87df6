import { keptDiscovery } from '../../../cluster/discovery.ts';
import type { Connection } from '../../../cluster/login/kubeconfig.ts';
import type { Deps } from '../../../deps.ts';
import { isOneOf } from '../../../discover/repository-url.ts';
import type { ControlledApp } from '../../../discover/types.ts';
import { ClusterError, GitopsError } from '../../../errors.ts';
import { repositoryUrls } from '../../../git/remotes.ts';
import { openStore } from '../../../store.ts';
import { type ControllerObjects, controllerObjects, hasControllers } from '../../controlled/objects.ts';
import { controlledApp } from '../../open/apps.ts';
import { serverKey } from '../../open/connect.ts';
import type { Query, Say } from '../../query.ts';
import { withCommands } from '../../trust/roots.ts';
import type { App, Cluster } from '../../types.ts';
import { affectedRoots } from '../commits/affected.ts';
import type { Ends } from '../commits/ends.ts';
import type { Foreseeing } from '../foresee.ts';
import { nameOfDestination } from '../progress.ts';
import type { Controlled, Destination } from '../types.ts';
import { reach } from '../where/reach.ts';
import { type AppsAtEnds, appsAtEnds } from './at-ends.ts';
import { looksAtGit } from './generated-objects.ts';
import { isMaterial } from './material.ts';
import { mayBeAffected } from './may-read.ts';
import { type Memory, openMemory, type Remembered, withoutAsking } from './memory.ts';

/** Lists what the controllers of a cluster have: each kind once, however many refs are pushed. */
export type Listing = (cluster: Cluster) => Promise<ControllerObjects>;

export function openListing(): Listing {
  const listed = new Map<string, Promise<ControllerObjects>>();
  return (cluster) => {
    const found = listed.get(cluster.key) ?? controllerObjects(cluster);
    listed.set(cluster.key, found);
    return found;
  };
}

/** What is asked of controllers for a part of a push. */
export interface Wish {
  /** Whether a push deploys what follows a revision; null: all of it is to be judged as deployed. */
  readonly follows: ((revision: string | null) => boolean) | null;
  /** A command names what it wants: whatever the push touches, its apps must be known. */
  readonly isNamed: boolean;
  /** Whether the found roots are touched, which is known without anybody. */
  readonly isFoundTouched: () => Promise<boolean>;
  /** The time is over: what is remembered is all there is. */
  readonly isOver: () => boolean;
}

const NOTHING_TOUCHED: Controlled = { before: [], after: [], broken: [], asOf: null, objects: null };

/**
 * A destination that nobody configured, with the apps that the controllers of its cluster deploy. Nobody is asked where
 * what was deployed when they were last asked, and what stands in the tree, tell that the push touches nothing.
 */
export async function withControllers(
  destination: Destination,
  ends: Ends,
  wish: Wish,
  listing: Listing,
  query: Query,
  deps: Deps,
  say: Say,
): Promise<Destination> {
  const connection = destination.environment === null ? (destination.way?.() ?? null) : null;
  const isConfigured = (ends.head.config?.environments.length ?? 0) > 0;
  if (connection === null || connection instanceof GitopsError || isConfigured) return destination;
  if (!mayHaveControllers(connection, deps)) return destination;
  const memory = openMemory(connection, ends.repository, deps);
  const remembered = memory.recall();
  if (!wish.isNamed && !(await mayConcern(ends, remembered, wish)))
    return remembered?.apps.length === 0 ? destination : { ...destination, controlled: NOTHING_TOUCHED };
  say('asking which apps the cluster deploys');
  const asked = await ask(destination, ends, listing, memory, query, deps, wish);
  const { reached } = asked;
  const where = nameOfDestination(destination);
  const raw = asked.found ?? fromMemory(remembered, where, ends);
  const found = raw === null ? null : commanded(raw, ends);
  if (found === null) return { ...destination, ...(reached === undefined ? {} : { reached }) };
  return {
    ...followed(destination, found, wish),
    ...(reached === undefined ? {} : { reached }),
  };
}

/** The apps that deploy from a branch, as far as is remembered: to be told of its end nobody is asked. */
export function rememberedFollows(
  { environment, way }: Destination,
  { repository, head }: Ends,
  follows: (revision: string | null) => boolean,
  deps: Deps,
): boolean | null {
  const connection = environment === null ? way?.() : undefined;
  if (connection === undefined || connection instanceof GitopsError) return null;
  if ((head.config?.environments.length ?? 0) > 0) return null;
  const apps = openMemory(connection, repository, deps).recall()?.apps ?? [];
  return apps.length === 0 ? null : apps.some(({ app }) => follows(app.revision));
}

/** A cluster that served no controllers when it was last asked is not asked for apps. */
function mayHaveControllers(connection: Connection, deps: Deps): boolean {
  const kept = keptDiscovery(openStore(deps, 'discovery'), serverKey(connection));
  return kept === null || hasControllers({ discovery: kept });
}

async function mayConcern(
  { between, base: before, head: after }: Ends,
  remembered: Remembered | null,
  wish: Pick<Wish, 'isFoundTouched'>,
): Promise<boolean> {
  const apps = remembered?.apps.map(({ app }) => app) ?? [];
  const known = withCommands(apps, after.config).map(({ root }) => root);
  const roots = await mayBeAffected(known, between);
  if (roots.length > 0 && (await affectedRoots(roots, roots, between)).length > 0) return true;
  if (remembered?.isFresh === true) return false;
  // what a command reads nobody can tell
  if ([before, after].some((end) => (end?.config?.renders.length ?? 0) > 0)) return true;
  const { changed, base, head } = between;
  if (changed.some((path) => isMaterial(path, head) || isMaterial(path, base))) return true;
  return remembered === null && wish.isFoundTouched();
}

interface Asked {
  readonly reached: Foreseeing | GitopsError | null | undefined;
  /** null: nobody could say. */
  readonly found: (AppsAtEnds & Pick<Controlled, 'asOf' | 'objects'>) | null;
}

async function ask(
  destination: Destination,
  ends: Ends,
  listing: Listing,
  memory: Memory,
  query: Query,
  deps: Deps,
  { isOver, follows }: Pick<Wish, 'isOver' | 'follows'>,
): Promise<Asked> {
  try {
    const reached = await reach(destination, query, deps);
    if (reached === null || reached instanceof GitopsError) return { reached, found: null };
    const { cluster } = reached;
    if (!hasControllers(cluster)) return { reached, found: NO_APPS };
    const [objects, urls] = await Promise.all([listing(cluster), repositoryUrls(ends.repository)]);
    const isThis = isOneOf(urls);
    const found = await appsAtEnds(
      objects,
      cluster,
      ends,
      isThis,
      (revision) => follows?.(revision) ?? true,
      deps,
    );
    memory.remember(
      found.live,
      objects.applicationSets.some((set) => looksAtGit(set, isThis)),
    );
    return { reached, found: { ...found, asOf: null, objects } };
  } catch (error) {
    if (isOver()) return { reached: undefined, found: null };
    if (error instanceof ClusterError && error.code !== 'CANCELLED') return { reached: error, found: null };
    throw error;
  }
}

const NO_APPS: Asked['found'] = { before: [], after: [], live: [], broken: [], asOf: null, objects: null };

function fromMemory(remembered: Remembered | null, where: string, { base }: Ends): Asked['found'] {
  if (remembered === null || remembered.apps.length === 0) return null;
  const apps = remembered.apps.map((one) => withoutAsking(one, where));
  return {
    before: base === null ? [] : apps,
    after: apps,
    live: apps,
    broken: [],
    asOf: remembered.at,
    objects: null,
  };
}

/** What is remembered is what the cluster says: what the repository says of it, each end says for itself. */
function commanded<T extends AppsAtEnds>(found: T, { base, head }: Ends): T {
  return {
    ...found,
    before: withCommands(found.before, base?.config ?? null),
    after: withCommands(found.after, head.config),
  };
}

/** The apps that follow what is pushed; where none does, all of them: what is said of them then is advice. */
function followed(
  destination: Destination,
  { before, after, broken, asOf, objects }: NonNullable<Asked['found']>,
  { follows }: Pick<Wish, 'follows'>,
): Destination {
  if (before.length + after.length + broken.length === 0) return destination;
  const following = new Set(
    [...before, ...after].filter(({ revision }) => follows?.(revision) ?? true).map(({ id }) => id),
  );
  const isMeant = ({ id }: { readonly id: string }) => following.size === 0 || following.has(id);
  return {
    ...destination,
    deploys: following.size > 0,
    controlled: {
      before: before.filter(isMeant).map(asFound),
      after: after.filter(isMeant).map(asFound),
      broken,
      asOf,
      objects,
    },
  };
}

function asFound(app: ControlledApp): App {
  return controlledApp({ ...app, origin: 'cluster' });
}
