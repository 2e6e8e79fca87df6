import type { ControlledApp, DiscoveredApp } from '../../discover/types.ts';
import type { ObjectDrift } from '../../drift/types.ts';
import type { GitopsError } from '../../errors.ts';
import { argoHealth } from '../../health/argo.ts';
import { fluxHealth } from '../../health/flux.ts';
import { healthOf } from '../../health/health.ts';
import type { AppHealth, Health } from '../../health/types.ts';
import { type KubeObject, objectAt, stringOr } from '../../object.ts';
import { unrenderedBecause } from '../../unrendered.ts';
import { stateOf } from '../../status/state.ts';
import type { AppStatus } from '../../status/types.ts';
import type { Deployed } from '../deployers/deployed.ts';
import type { App } from '../types.ts';
import type { Revisions } from './revisions.ts';

const NOTHING = 'nothing of it is in this cluster';

/** What was found out about an app. */
export interface Seen {
  readonly app: App;
  readonly deployed: Deployed | undefined;
  readonly drifts: readonly ObjectDrift[];
  readonly lives: readonly KubeObject[];
  readonly problem: GitopsError | null;
  /** What the root reads, for `git log`. */
  readonly inputs: () => Promise<readonly string[]>;
  /** The commit to compare with; null: what the app follows. */
  readonly wanted: string | null;
  /** Why the cluster says nothing of it; null: it does. */
  readonly unknown: string | null;
}

/** The row of an app whose live objects were looked at. */
export async function appStatus(seen: Seen, revisions: Revisions, now: number): Promise<AppStatus> {
  const { app, deployed, drifts, lives, problem, unknown } = seen;
  const { controlled } = app;
  const said = controlled === undefined || unknown !== null ? null : controllerHealth(controlled);
  const own = ownHealth(seen, now);
  const health = said === null || controlled?.deployer === 'flux' ? worstOf(said, own) : said;
  const revision = deployed?.facts.deployed ?? null;
  const behind = await behindOf(seen, revision, revisions);
  const drifted = problem === null && unknown === null ? drifts.filter(hasLeft).length : null;
  const isDeployed = lives.length > 0 || revision !== null;
  const isAtFault = problem !== null && unrenderedBecause(problem.code) === null;
  const failed = said?.error ?? (isAtFault ? problem.message : null);
  const nothing = controlled === undefined && !isDeployed && drifts.length > 0 ? NOTHING : null;
  return {
    name: app.ref.name,
    kind: controlled === undefined ? 'root' : kindOf(controlled),
    deployer: controlled?.deployer ?? deployed?.mark.deployer ?? 'none',
    root: app.root.path,
    follows: controlled?.revision ?? null,
    destination: null,
    parent: controlled?.parent ?? null,
    dependsOn: controlled?.dependsOn ?? [],
    state: stateOf({
      isKnown: unknown === null,
      isSuspended: said?.state === 'suspended',
      busy: said?.busy ?? false,
      error: failed,
      health: health?.state ?? 'unknown',
      behind,
      drifted,
      isCompared: problem === null,
      synced: said?.synced ?? null,
      isDeployed,
    }),
    deployed: await commitOf(revision, controlled, revisions),
    behind,
    health: health?.state ?? 'unknown',
    healthMessage: health?.message ?? null,
    drifted,
    error: failed ?? problem?.message ?? unknown ?? nothing,
  };
}

/** What a controller deploys to another cluster is told in its own words alone. */
export async function farStatus(
  app: DiscoveredApp,
  unknown: string | null,
  revisions: Revisions,
): Promise<AppStatus> {
  const said = controllerHealth(app);
  const { name, server } = app.destination ?? { name: null, server: null };
  const { revision } = objectAt(app.object.status, 'sync');
  return {
    name: app.id,
    kind: kindOf(app),
    deployer: app.deployer,
    root: app.root.path,
    follows: app.revision,
    destination: name ?? server,
    parent: app.parent,
    dependsOn: app.dependsOn,
    state: stateOf({
      ...said,
      isKnown: unknown === null,
      isSuspended: said.state === 'suspended',
      health: said.state,
      behind: null,
      drifted: null,
      // by its controller
      isCompared: true,
      isDeployed: false,
    }),
    deployed: await commitOf(stringOr(revision, null), app, revisions),
    behind: null,
    health: unknown === null ? said.state : 'unknown',
    healthMessage: unknown === null ? said.message : null,
    drifted: null,
    error: unknown ?? said.error,
  };
}

function controllerHealth({ deployer, object }: ControlledApp): AppHealth {
  return deployer === 'argocd' ? argoHealth(object) : fluxHealth(object);
}

function kindOf({ object: { kind } }: ControlledApp): AppStatus['kind'] {
  return kind === 'Kustomization' || kind === 'HelmRelease' ? kind : 'Application';
}

/** Somebody changed it, or took it away. */
function hasLeft({ status, moved }: ObjectDrift): boolean {
  return status === 'drifted' || status === 'conflict' || (status === 'absent' && moved !== 'git');
}

async function behindOf(
  { app, inputs, wanted }: Seen,
  revision: string | null,
  revisions: Revisions,
): Promise<number | null> {
  if (revision === null || (await revisions.commit(revision)) === null) return null;
  const tip = wanted ?? (await revisions.tip(app.controlled?.revision ?? null));
  if (tip === null) return null;
  if (tip === revision || (wanted !== null && (await revisions.contains(revision, tip)))) return 0;
  return revisions.behind(revision, tip, await inputs());
}

async function commitOf(
  revision: string | null,
  app: ControlledApp | undefined,
  revisions: Revisions,
): Promise<AppStatus['deployed']> {
  const version = stringOr(objectAt(app?.object.status).lastAttemptedRevision, null);
  const told = revision ?? (app?.object.kind === 'HelmRelease' ? version : null);
  if (told === null) return null;
  const commit = revision === null ? null : await revisions.commit(revision);
  return {
    revision: told,
    subject: commit?.subject ?? null,
    author: commit?.author ?? null,
    time: commit?.time ?? null,
  };
}

const ORDER = ['degraded', 'progressing', 'missing', 'suspended', 'unknown', 'healthy'] as const;

/** How its live objects are; null: there is none to look at, and nobody says that there should be. */
function ownHealth({ lives, drifts, problem }: Seen, now: number): Health | null {
  if (lives.length > 0) return lives.map((live) => healthOf(live, now)).reduce(worst);
  return problem === null && drifts.length > 0 ? { state: 'missing', message: null } : null;
}

function worstOf(one: Health | null, other: Health | null): Health | null {
  return one === null || other === null ? (one ?? other) : worst(one, other);
}

function worst(one: Health, other: Health): Health {
  return ORDER.indexOf(one.state) <= ORDER.indexOf(other.state) ? one : other;
}
