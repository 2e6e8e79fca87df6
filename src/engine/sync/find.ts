import type { Deps } from '../../deps.ts';
import type { ControlledApp } from '../../discover/types.ts';
import { UsageError, type Warning } from '../../errors.ts';
import { diskView } from '../../view.ts';
import { askKnownApps } from '../controlled/known.ts';
import type { ControllerObjects } from '../controlled/objects.ts';
import { connect } from '../open/connect.ts';
import { connectionFor } from '../open/environment.ts';
import { openWorkspace } from '../open/workspace.ts';
import type { Query, Say } from '../query.ts';
import type { Cluster } from '../types.ts';

export interface FoundApp {
  readonly app: ControlledApp;
  readonly objects: ControllerObjects;
  readonly cluster: Cluster;
  readonly warnings: readonly Warning[];
}

/** The app of a controller that is meant, by its id or by a name that no other has. Throws UsageError. */
export async function findControlledApp(name: string, query: Query, deps: Deps, say: Say): Promise<FoundApp> {
  say('connecting');
  const opening = openWorkspace(deps, query);
  opening.catch(() => undefined);
  const connection = await connectionFor(opening, query, deps);
  const [workspace, cluster] = await Promise.all([opening, connect(connection, query, deps)]);
  const { repository, tree } = workspace;
  if (repository === null)
    throw new UsageError(
      'NO_REPOSITORY',
      'apps are found by the repository that they deploy, and this is none',
      {
        hint: 'run it in a work tree',
      },
    );
  say('reading the apps');
  const { here, elsewhere, objects, warnings } = await askKnownApps(cluster, repository, diskView(tree.dir));
  const all = [...here, ...elsewhere];
  const named = all.filter(({ id, object }) => id === name || object.metadata.name === name);
  const [app] = named;
  if (app === undefined || objects === null) {
    throw new UsageError(
      'UNKNOWN_APP',
      `no controller of this cluster has an app "${name}" of this repository`,
      {
        facts: all.length === 0 ? [] : [`apps: ${all.map(({ id }) => id).join(', ')}`],
        hint:
          all.length === 0
            ? 'apply it from here instead: kubectl gitops apply'
            : 'name one of these, or see: kubectl gitops status',
      },
    );
  }
  if (named.length > 1) {
    throw new UsageError('AMBIGUOUS_TARGET', `"${name}" is the name of several apps`, {
      facts: named.map(({ id }) => id),
      hint: `write one of them in full: kubectl gitops sync ${app.id}`,
    });
  }
  return { app, objects, cluster, warnings };
}
