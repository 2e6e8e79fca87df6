import type { Deps } from '../../deps.ts';
import type { DiscoveredApp } from '../../discover/types.ts';
import { newMask } from '../../drift/secrets/mask.ts';
import { type ExitCode, UsageError, type Warning } from '../../errors.ts';
import { inputsOf } from '../../render/render.ts';
import { secretsOf } from '../../render/sources.ts';
import type { StatusReport } from '../../status/types.ts';
import type { Discovered } from '../controlled/discovered.ts';
import { unreadWarnings } from '../controlled/objects.ts';
import { type Desired, repositoryOf, withDesired } from '../desired.ts';
import { hiddenIn } from '../encrypted/hidden.ts';
import { examine } from '../compare/examine.ts';
import { explain } from '../explain.ts';
import { missingDrifts } from '../objects.ts';
import type { Query, Say } from '../query.ts';
import type { Cluster } from '../types.ts';
import { openRevisions } from './revisions.ts';
import { appStatus, farStatus } from './row.ts';

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
  // of what the cluster does not know yet nothing has left git, and to find out why it differs takes long
  const known = judged.filter(
    ({ suspicion }) => unknownTo(suspicion.item.app.controlled, discovered) === null,
  );
  const drifts = await Promise.all(known.map((one) => explain(one, sources)));
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
      warnings: [...examined.warnings, ...unseenWarnings(discovered)]
        .filter(({ message }) => !rendered.problems.some((problem) => problem.message === message))
        .map((warning) => ({ ...warning, message: spread.text(warning.message) })),
    },
    failures: examined.errors
      .filter((error) => !rendered.problems.includes(error))
      .map(({ exitCode }) => exitCode),
  };
}

/** Who finds no app at all is told what may not be looked at; who finds some was told already. */
function unseenWarnings({ here, elsewhere, objects }: Discovered): readonly Warning[] {
  return here.length + elsewhere.length === 0 ? unreadWarnings(objects) : [];
}

/** Only git declares it; where not every object of its kind may be read, the cluster may well have it. */
function unknownTo(app: DiscoveredApp | undefined, { objects }: Discovered): string | null {
  if (app?.origin !== 'tree') return null;
  const isUnread = objects?.unread.some(({ kind }) => kind === app.object.kind) === true;
  return isUnread
    ? `its ${app.object.kind} may not be read: it is told as git declares it`
    : 'the cluster does not know it yet';
}
