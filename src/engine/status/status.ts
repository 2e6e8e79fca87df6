import type { Deps } from '../../deps.ts';
import type { ControlledApp, DiscoveredApp } from '../../discover/types.ts';
import { newMask } from '../../drift/mask.ts';
import type { ObjectDrift } from '../../drift/types.ts';
import { type ExitCode, type GitopsError, UsageError } from '../../errors.ts';
import { argoHealth } from '../../health/argo.ts';
import { fluxHealth } from '../../health/flux.ts';
import { healthOf } from '../../health/health.ts';
import { type AppHealth, HEALTHY, type Health } from '../../health/types.ts';
import { type KubeObject, objectAt, stringOr } from '../../object.ts';
import { inputsOf } from '../../render/render.ts';
import { secretsOf } from '../../render/sources.ts';
import { stateOf } from '../../status/state.ts';
import type { AppStatus, StatusReport } from '../../status/types.ts';
import type { Discovered } from '../controlled/discovered.ts';
import type { Deployed } from '../deployers/deployed.ts';
import { type Desired, repositoryOf, withDesired } from '../desired.ts';
import { hiddenIn } from '../encrypted/hidden.ts';
import { examine } from '../examine.ts';
import { explain } from '../explain.ts';
import { missingDrifts } from '../objects.ts';
import type { Query, Say } from '../query.ts';
import type { App, Cluster } from '../types.ts';
import { openRevisions, type Revisions } from './revisions.ts';

export interface Status {
  readonly report: StatusReport;
  /** What could not be told of the cluster. */
  readonly failures: readonly ExitCode[];
}

/** Every app of a repository: at which commit, how it is, and what of it left git. */
export async function findStatus(query: Query, deps: Deps, say: Say): Promise<Status> {
  return withDesired(query, deps, say, (desired, cluster) => statusWith(desired, cluster, query, deps, say));
}

async function statusWith(
  desired: Desired,
  cluster: Cluster,
  query: Query,
  deps: Deps,
  say: Say,
): Promise<Status> {
  const { workspace, rendered, discovered } = desired;
  const { repository } = workspace;
  if (repository === null)
    throw new UsageError('NO_REPOSITORY', 'status tells of the apps of a git repository, and this is none', {
      hint: 'run it in a work tree',
    });
  const examined = await examine(cluster, desired, query, deps, say, true);
  const { judged, found, resolved, sources, deployed } = examined;
  const drifts = await Promise.all(judged.map((one) => explain(one, sources)));
  const missing = await missingDrifts(found.absent, resolved.unresolved, sources);
  const lives = Map.groupBy(judged, ({ suspicion }) => suspicion.item.app);
  const { spread, hide } = newMask();
  hiddenIn(judged).forEach(hide);
  for (const { app } of rendered.apps) secretsOf(app.root).forEach(spread.learn);
  const revisions = openRevisions(repository);
  const problemsOf = new Map(rendered.apps.map(({ app, problem }) => [app, problem ?? null]));
  const here = await Promise.all(
    rendered.apps.map(({ app }) =>
      appStatus(
        {
          app,
          deployed: deployed.get(app),
          drifts: [...drifts, ...missing].filter((drift) => drift.app?.name === app.ref.name),
          lives: (lives.get(app) ?? []).map(({ suspicion }) => suspicion.live),
          problem: problemsOf.get(app) ?? null,
          inputs: () => inputsOf(app.root, workspace.tree).catch(() => [app.root.path]),
          unknown: unknownTo(app.controlled, discovered),
          wanted: workspace.revision,
        },
        revisions,
        deps.now(),
      ),
    ),
  );
  const elsewhere = await Promise.all(
    discovered.elsewhere.map((app) => farStatus(app, unknownTo(app, discovered), revisions)),
  );
  return {
    report: {
      context: cluster.context,
      server: cluster.version,
      repository: await repositoryOf(workspace, desired.dirty),
      apps: [...here, ...elsewhere],
      // what keeps an app from being rendered stands in its row
      warnings: examined.warnings
        .filter(({ message }) => !rendered.problems.some((problem) => problem.message === message))
        .map((warning) => ({ ...warning, message: spread.text(warning.message) })),
    },
    failures: examined.errors
      .filter((error) => !rendered.problems.includes(error))
      .map(({ exitCode }) => exitCode),
  };
}

interface Seen {
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

/** Only git declares it; where not every object of its kind may be read, the cluster may well have it. */
function unknownTo(app: DiscoveredApp | undefined, { objects }: Discovered): string | null {
  if (app?.origin !== 'tree') return null;
  const isUnread = objects?.unread.some(({ kind }) => kind === app.object.kind) === true;
  return isUnread
    ? `its ${app.object.kind} may not be read: it is told as git declares it`
    : 'the cluster does not know it yet';
}

async function appStatus(seen: Seen, revisions: Revisions, now: number): Promise<AppStatus> {
  const { app, deployed, drifts, lives, problem, unknown } = seen;
  const { controlled } = app;
  const said = controlled === undefined || unknown !== null ? null : controllerHealth(controlled);
  const own = worst(lives.map((live) => healthOf(live, now)));
  const health = said === null || controlled?.deployer === 'flux' ? worstOf(said, own) : said;
  const revision = deployed?.facts.deployed ?? null;
  const behind = await behindOf(seen, revision, revisions);
  const drifted = problem === null ? drifts.filter(hasLeft).length : null;
  const failed = said?.error ?? problem?.message ?? null;
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
      health: health.state,
      behind,
      drifted,
      synced: said?.synced ?? null,
      isDeployed: lives.length > 0,
    }),
    deployed: await commitOf(revision, controlled, revisions),
    behind,
    health: health.state,
    healthMessage: health.message,
    drifted,
    error: failed ?? unknown,
  };
}

/** What a controller deploys to another cluster is told in its own words alone. */
async function farStatus(
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

function worst(all: readonly Health[]): Health {
  return all.reduce(worstOf, HEALTHY);
}

function worstOf(one: Health | null, other: Health): Health {
  if (one === null) return other;
  return ORDER.indexOf(one.state) <= ORDER.indexOf(other.state) ? one : other;
}
