import type { Deps } from '../../../deps.ts';
import { RefusedError, type Warning } from '../../../errors.ts';
import { decide } from '../../../status/waiting/decide.ts';
import { believed, lastingKey } from '../../../status/waiting/lasting.ts';
import type { Decision, Failure } from '../../../status/waiting/types.ts';
import { type Desired, withDesired } from '../../desired.ts';
import type { Query, Say } from '../../query.ts';
import type { Cluster } from '../../types.ts';
import { openRevisions } from '../revisions.ts';
import { type Observed, openApps } from './apps.ts';
import { openPods } from './pods.ts';
import { openRelations } from './relations.ts';
import { openSince } from './since.ts';
import { openStandings, type Place } from './standing.ts';
import type { Wanted } from './wanted.ts';
import { openWatches, type Watches } from './watches.ts';
import { workloadHealth } from './workloads.ts';

/** An app and what it means for the wait. */
export interface Waiting {
  readonly name: string;
  readonly decision: Decision;
}

export interface Waited {
  readonly outcome: 'done' | 'stuck' | 'timeout';
  readonly apps: readonly Waiting[];
}

export interface WaitOptions {
  readonly wanted: Wanted;
  /** Milliseconds. */
  readonly limit: number;
  /** Called with all apps whenever something may have changed; `trouble`: why the server cannot be reached for now. */
  readonly show: (apps: readonly Waiting[], trouble: string | null) => void;
  readonly warn: (warnings: readonly Warning[]) => void;
}

/** Milliseconds: a look without a reason, since some things become true with time alone. */
const AT_LEAST_EVERY = 1000;
/** Milliseconds that something is on its way before Pods are looked at. */
const BEFORE_PODS = 5000;

/**
 * Watches the apps until the commit is live and well in each that it touches, one cannot get there, or the time is over.
 * Throws where the apps cannot be read, and RefusedError where there is none.
 */
export async function waitForCommit(
  query: Query,
  options: WaitOptions,
  deps: Deps,
  say: Say,
): Promise<Waited> {
  const asked = { ...query, revision: options.wanted.oid };
  return withDesired(asked, deps, say, async (desired, cluster) => {
    options.warn([...desired.workspace.warnings, ...desired.discovered.warnings]);
    const watches = openWatches(cluster.http, deps.signal);
    try {
      return await follow(desired, cluster, watches, asked, options, deps);
    } finally {
      await watches.end();
    }
  });
}

async function follow(
  desired: Desired,
  cluster: Cluster,
  watches: Watches,
  query: Query,
  { wanted, limit, show }: WaitOptions,
  deps: Deps,
): Promise<Waited> {
  const { workspace } = desired;
  const { repository, tree } = workspace;
  if (repository === null) return { outcome: 'done', apps: [] };
  const apps = openApps(desired, cluster, query.targets, watches);
  const revisions = openRevisions(repository);
  const relations = openRelations(repository, revisions, wanted.oid, deps);
  const until = deps.now() + limit;
  const standingOf = openStandings({ wanted, tree, revisions, relations, deps, until });
  const pods = openPods(cluster, deps.now);
  const since = openSince();
  const judge = async (app: Observed, place: Place): Promise<Decision> => {
    const isThere = place.deployed === 'contains';
    const its = isThere && app.workloads !== null ? workloadHealth(app.workloads, watches, deps.now()) : null;
    const standing = { ...place, workloads: its?.health ?? null, pods: null };
    const decision = decide(app.observation, standing);
    const isOnItsWay = isThere || (app.observation.busy && place.tried === 'contains');
    const isUnwell = isOnItsWay && decision.is !== 'done';
    if (since(`${app.name} on its way`, isUnwell ? 'yes' : '') < BEFORE_PODS || !isUnwell) return decision;
    const isHere = app.controlled === null || app.controlled.destination === null;
    const failure: Failure | null = isHere ? await pods(app.name, its?.unwell ?? app.objects) : null;
    return decide(app.observation, { ...standing, pods: failure });
  };
  for (;;) {
    const observed = await apps.now();
    if (observed !== null) {
      if (observed.length === 0) throw nothing();
      const places = new Map<string, Place>();
      for (const app of parentsFirst(observed))
        places.set(
          app.name,
          await standingOf(app, apps.objects(), places.get(app.controlled?.parent ?? '') ?? null),
        );
      const judged: Waiting[] = [];
      for (const app of observed) {
        const place = places.get(app.name);
        if (place !== undefined) judged.push({ name: app.name, decision: await judge(app, place) });
      }
      const settled = judged.map(({ name, decision }): Waiting => {
        return { name, decision: believed(decision, since(name, lastingKey(decision))) };
      });
      show(settled, watches.trouble());
      if (settled.every(({ decision }) => decision.is === 'done')) return { outcome: 'done', apps: settled };
      if (settled.some(({ decision }) => decision.is === 'stuck')) return { outcome: 'stuck', apps: settled };
      if (deps.now() >= until) return { outcome: 'timeout', apps: settled };
    }
    await watches.next(AT_LEAST_EVERY);
    if (observed === null && deps.now() >= until) return { outcome: 'timeout', apps: [] };
  }
}

/** A chain of parents is short; who is in a circle comes as it stands. */
function parentsFirst(apps: readonly Observed[]): readonly Observed[] {
  const byName = new Map(apps.map((app) => [app.name, app]));
  const placed = new Set<Observed>();
  const place = (app: Observed, depth: number) => {
    const parent = byName.get(app.controlled?.parent ?? '');
    if (parent !== undefined && !placed.has(parent) && depth < 50) place(parent, depth + 1);
    placed.add(app);
  };
  for (const app of apps) place(app, 0);
  return [...placed];
}

function nothing(): RefusedError {
  return new RefusedError('NOTHING_TO_WAIT_FOR', 'nobody deploys this repository to this cluster', {
    hint: 'see what is known of it: kubectl gitops status',
  });
}
