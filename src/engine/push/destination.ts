import { setImmediate } from 'node:timers/promises';
import { keptSchema } from '../../cluster/schemas.ts';
import type { Deps } from '../../deps.ts';
import { createdNamespace } from '../../discover/created-namespace.ts';
import type { ObjectTarget } from '../../discover/targets.ts';
import { GitopsError } from '../../errors.ts';
import type { KubeObject } from '../../object.ts';
import type { Found } from '../../push/types.ts';
import type { Target } from '../../render/types.ts';
import { openStore } from '../../store.ts';
import { readWorlds, type Worlds } from '../compare/births.ts';
import { knownOf } from '../controlled/objects.ts';
import { helmTarget } from '../desired.ts';
import { serverKey } from '../open/connect.ts';
import type { Query, Say } from '../query.ts';
import type { App, Cluster } from '../types.ts';
import { checkDeletes, leavingOf } from './check/deletes.ts';
import { checkInGit } from './check/in-git.ts';
import { checkOffline, type KeptSchemas } from './check/offline.ts';
import { checkRepeats } from './check/repeats.ts';
import { checkOnServer } from './check/server.ts';
import { openWasAt } from './check/was-at.ts';
import { openDeclared } from './commits/declared.ts';
import { afterOf, desiredOf } from './commits/desired.ts';
import type { Ends } from './commits/ends.ts';
import { namedIn } from './commits/named.ts';
import { renderEach, renderOthers } from './commits/others.ts';
import { type Affected, type Foresee, renderRoots } from './commits/roots.ts';
import { nameOfDestination, type Progress } from './progress.ts';
import type { Destination, Tell } from './types.ts';
import { runHere, tellingGuessed } from './where/guessed.ts';
import { reach, unreachable } from './where/reach.ts';

/** What of a destination is judged. */
export interface Wanted {
  readonly affected: readonly Affected[];
  /** All that head has there: some of it may declare what the affected ones stand on. */
  readonly apps: readonly App[];
  /** Only these objects; empty: all. */
  readonly objects: readonly ObjectTarget[];
  /** Files of Secrets in plain text that were told of already. */
  readonly leaked: ReadonlySet<string>;
}

const NO_TARGET: Target = { kubeVersion: null, apiVersions: [] };

/** What a push does to the roots of one cluster. Whatever is found is told at once. */
export async function judgeDestination(
  destination: Destination,
  { repository, base, head, between }: Ends,
  { affected, apps, objects, leaked }: Wanted,
  query: Query,
  deps: Deps,
  say: Say,
  tell: Tell,
  progress: Progress,
): Promise<void> {
  const where = nameOfDestination(destination);
  for (const { head: app, base: gone } of affected) progress.outstanding.add((app ?? gone)?.root.path ?? '');
  const broken: Found[] = [];
  const render = (target: Target, foresee: Foresee | null) =>
    renderRoots(
      affected,
      base,
      head,
      target,
      deps,
      say,
      (...found) => {
        broken.push(...found);
        tell(...found);
      },
      foresee,
    );
  const { controlled, reached: known } = destination;
  const reaching = known === undefined ? reach(destination, query, deps) : Promise.resolve(known);
  const early = affected.every(isOnItsOwn)
    ? render(NO_TARGET, foreseen(reaching, head, between.changed))
    : null;
  // awaited only when it is known who is asked
  early?.catch(() => undefined);
  if (early !== null) head.tree().catch(() => undefined);
  const reached = await reaching;
  const cluster = reached instanceof GitopsError ? null : (reached?.cluster ?? null);
  const target = cluster === null ? NO_TARGET : helmTarget(cluster);
  // what is seen before that is asked first
  const worlds = cluster === null ? null : (early ?? Promise.resolve()).then(() => askedAtOnce(cluster));
  worlds?.catch(() => undefined);
  const rendering = await (early ?? render(target, null));
  const rendered = new Set(affected.map((one) => one.head));
  const others = apps.filter((app) => !rendered.has(app));
  const served = cluster?.discovery.resources ?? null;
  const { roots, lacking } = await namedIn(rendering, broken, objects, served, () =>
    renderEach(others, head, target, deps),
  );
  progress.roots = roots;
  progress.lacking = lacking;
  progress.outstanding.clear();
  if (reached instanceof GitopsError) {
    // what only the cluster can tell is not called unknown
    if (lacking.some(({ names }) => names === null)) throw reached;
    tell(...unreachable(reached, where, roots, controlled?.asOf ?? null));
  }
  if (roots.length === 0) return;

  const declared = openDeclared(roots.flatMap(afterOf), madeFor(apps), (wanted) =>
    renderOthers(others, wanted, head, repository, target, deps),
  );
  await checkInGit(roots, head, leaked, tell);
  await checkRepeats(roots, head, tell);
  const wasAt = openWasAt({ base, between });
  if (cluster === null || worlds === null)
    return checkOffline(roots, declared, head, keptOf(destination, deps), wasAt, tell);
  const isGuessed = destination.environment === null && controlled === undefined;
  const asked = isGuessed ? await runHere(roots, cluster, where, tell) : roots;
  const elsewhere = roots.filter((root) => !asked.includes(root));
  // the schema of this cluster need not be that of theirs
  if (elsewhere.length > 0)
    await checkOffline(elsewhere, declared, head, keptOf(destination, deps), wasAt, softened(tell));
  const desired = await desiredOf(asked, base, head, repository, controlled?.objects ?? null);
  const check = { cluster, worlds, roots: asked, desired, declared, where, query };
  const said = isGuessed ? tellingGuessed(asked, where, tell) : tell;
  await checkOnServer(check, deps, say, said, progress.outstanding);
  const asking = { ...cluster, ...knownOf(controlled?.objects ?? null) };
  await checkDeletes(leavingOf(asked), wasAt, asking, where, tell, deps.now);
}

/** Renders alike whatever the cluster is, and need not wait for it. */
function isOnItsOwn({ base, head }: Affected): boolean {
  return [base, head].every(
    (app) => app === null || app.root.kind === 'plain' || app.root.kind === 'jsonnet',
  );
}

/** Objects of files that the push changes are going to be asked for. Who cannot be reached is told later. */
function foreseen(
  reaching: ReturnType<typeof reach>,
  head: Ends['head'],
  changed: readonly string[],
): Foresee {
  return async (app) => {
    const outline = await head.outline(app.root, changed);
    const reached = await reaching.catch(() => null);
    if (reached === null || reached instanceof GitopsError) return;
    reached.foresee(app, outline);
    // parsing holds everything up: what is asked is sent before that
    await setImmediate();
  };
}

/** The server answers while git's side is rendered; awaited only once there is something to ask about. */
function askedAtOnce(cluster: Cluster): Promise<Worlds> {
  const worlds = readWorlds(cluster);
  worlds.catch(() => undefined);
  return worlds;
}

/** Namespaces that controllers make for their apps. */
function madeFor(apps: readonly App[]): readonly KubeObject[] {
  return apps.flatMap(({ controlled }) =>
    controlled === undefined ? [] : (createdNamespace(controlled) ?? []),
  );
}

function softened(tell: Tell): Tell {
  return (...found) => tell(...found.map((one): Found => ({ ...one, softened: true })));
}

/** The schemas that a cluster published when it was last reached from here: to know which it is takes no login. */
function keptOf({ way }: Destination, deps: Deps): KeptSchemas {
  const connection = way?.();
  if (connection === undefined || connection instanceof GitopsError) return () => undefined;
  try {
    const key = serverKey(connection);
    const store = openStore(deps, 'schema');
    return (apiVersion) => keptSchema(store, key, apiVersion);
  } catch (error) {
    if (error instanceof GitopsError) return () => undefined;
    throw error;
  }
}
