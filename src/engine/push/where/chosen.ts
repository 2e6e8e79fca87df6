import { type Connection, readConnection } from '../../../cluster/login/kubeconfig.ts';
import { chooseEnvironment, contextFor, environmentNamed, needsClusterId } from '../../../config/choice.ts';
import type { Config } from '../../../config/types.ts';
import type { Deps } from '../../../deps.ts';
import { ClusterError, GitopsError, UsageError } from '../../../errors.ts';
import { reach } from '../../open/connect.ts';
import { clusterId } from '../../open/environment.ts';
import type { Query } from '../../query.ts';
import type { Destination } from '../types.ts';
import { attempting } from './destinations.ts';

/**
 * The environment that somebody means who validates by hand: that of `--env`, else of the current context. Throws
 * UsageError as other commands do where that cannot be told. `isAlone`: paths were named, which need none.
 */
export async function chosenDestination(
  config: Config | null,
  overrides: ReadonlyMap<string, string>,
  isAlone: boolean,
  query: Query,
  deps: Deps,
): Promise<Destination> {
  if (config === null || config.environments.length === 0)
    return { environment: null, deploys: true, way: attempting(() => readConnection(deps, query)) };
  const named = contextFor(config, {
    env: query.env,
    context: query.context ?? null,
    contextExplicit: query.context !== undefined,
    overrides,
  });
  const way = attempting(() => readConnection(deps, { ...query, context: named ?? query.context }));
  const connection = way();
  if (connection instanceof GitopsError) {
    const only = config.environments.find(({ name }) => name === query.env);
    if (only === undefined) throw connection;
    return { environment: only, deploys: true, way };
  }
  try {
    const environment = chooseEnvironment(config, {
      env: query.env,
      context: connection.context,
      contextExplicit: query.context !== undefined,
      server: connection.server,
      clusterId: needsClusterId(config) ? await clusterIdAt(connection, query, deps) : undefined,
      overrides,
    });
    return { environment, deploys: true, way };
  } catch (error) {
    if (!isAlone || !(error instanceof UsageError)) throw error;
    return { environment: null, deploys: true, way };
  }
}

/** Nobody is asked: the environment of `--env`, else every one. Throws UsageError for one that is not there. */
export function unaskedDestinations(config: Config | null, { env }: Query): readonly Destination[] {
  const environments = config?.environments ?? [];
  if (env !== undefined) {
    if (config === null)
      throw new UsageError('NO_CONFIG', `--env ${env}: there is no .gitops.yaml that could name it`, {
        hint: 'write .gitops.yaml at the top of the repository, or leave out --env',
      });
    return [{ environment: environmentNamed(config, env), deploys: true, way: null }];
  }
  if (environments.length === 0) return [{ environment: null, deploys: true, way: null }];
  return environments.map((environment) => ({ environment, deploys: true, way: null }));
}

async function clusterIdAt(connection: Connection, query: Query, deps: Deps): Promise<string | undefined> {
  try {
    return await clusterId(await reach(connection, query, deps));
  } catch (error) {
    if (error instanceof ClusterError) return undefined;
    throw error;
  }
}
