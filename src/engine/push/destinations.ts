import { type Connection, contextServers, readConnection } from '../../cluster/kubeconfig.ts';
import { chooseEnvironment, contextFor, environmentNamed, needsClusterId } from '../../config/choice.ts';
import { contextsOf, sameServer } from '../../config/clusters.ts';
import type { Config, Environment } from '../../config/types.ts';
import type { Deps } from '../../deps.ts';
import { ClusterError, GitopsError, UsageError } from '../../errors.ts';
import { globMatcher } from '../../glob.ts';
import { deploysFrom } from '../../push/deploys.ts';
import { reach } from '../open/connect.ts';
import { clusterId } from '../open/environment.ts';
import type { Query } from '../query.ts';
import type { Destination } from './types.ts';

/** What decides where a push goes to. */
export interface Bound {
  readonly refs: readonly { readonly remoteRef: string }[];
  /** Of the remote; null: nobody knows. */
  readonly defaultBranch: string | null;
  /** What this machine calls the contexts of environments. */
  readonly overrides: ReadonlyMap<string, string>;
}

/**
 * The environments that deploy what is pushed, each with its way to the cluster. Where none does, all of them: what is
 * said of them then is advice to who is going to merge it.
 */
export function destinationsOf(
  config: Config | null,
  bound: Bound,
  query: Query,
  deps: Deps,
): readonly Destination[] {
  if (config === null || config.environments.length === 0) {
    const deploys = bound.refs.some(({ remoteRef }) =>
      deploysFrom([], remoteRef, bound.defaultBranch, globMatcher),
    );
    return [{ environment: null, deploys, reach: attempt(() => readConnection(deps, query)) }];
  }
  const deploying = config.environments.filter((environment) => isDeployed(environment, bound));
  const meant = deploying.length === 0 ? config.environments : deploying;
  return meant.flatMap((environment) =>
    reachesOf(environment, bound.overrides, query, deps).map((reach) => ({
      environment,
      deploys: deploying.length > 0,
      reach,
    })),
  );
}

/** Whether one of the refs is what an environment deploys. */
export function isDeployed({ branches }: Environment, { refs, defaultBranch }: Bound): boolean {
  return refs.some(({ remoteRef }) => deploysFrom(branches, remoteRef, defaultBranch, globMatcher));
}

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
    return { environment: null, deploys: true, reach: attempt(() => readConnection(deps, query)) };
  const named = contextFor(config, {
    env: query.env,
    context: query.context ?? null,
    contextExplicit: query.context !== undefined,
    overrides,
  });
  const connection = attempt(() => readConnection(deps, { ...query, context: named ?? query.context }));
  if (connection instanceof GitopsError) {
    const only = config.environments.find(({ name }) => name === query.env);
    if (only === undefined) throw connection;
    return { environment: only, deploys: true, reach: connection };
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
    return { environment, deploys: true, reach: connection };
  } catch (error) {
    if (!isAlone || !(error instanceof UsageError)) throw error;
    return { environment: null, deploys: true, reach: connection };
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
    return [{ environment: environmentNamed(config, env), deploys: true, reach: null }];
  }
  if (environments.length === 0) return [{ environment: null, deploys: true, reach: null }];
  return environments.map((environment) => ({ environment, deploys: true, reach: null }));
}

async function clusterIdAt(connection: Connection, query: Query, deps: Deps): Promise<string | undefined> {
  try {
    return await clusterId(await reach(connection, query, deps));
  } catch (error) {
    if (error instanceof ClusterError) return undefined;
    throw error;
  }
}

/** One for each context of an environment; one that this kubeconfig lacks is an answer, too. */
function reachesOf(
  environment: Environment,
  overrides: ReadonlyMap<string, string>,
  query: Query,
  deps: Deps,
): readonly (Connection | GitopsError)[] {
  const contexts = contextsOf(environment, { overrides });
  if (contexts.length > 0)
    return contexts.map((context) => attempt(() => readConnection(deps, { ...query, context })));
  const { server } = environment;
  if (server === undefined) return [attempt(() => readConnection(deps, query))];
  const found = attempt(() =>
    [...contextServers(deps, query)].find(([, address]) => sameServer(address, server)),
  );
  if (found instanceof GitopsError) return [found];
  if (found === undefined) {
    return [
      new ClusterError('UNKNOWN_CONTEXT', `no context of this kubeconfig is at ${server}`, {
        hint: `add one, or name it: git config gitops.env.${environment.name}.context NAME`,
      }),
    ];
  }
  return [attempt(() => readConnection(deps, { ...query, context: found[0] }))];
}

function attempt<T>(read: () => T): T | GitopsError {
  try {
    return read();
  } catch (error) {
    if (error instanceof GitopsError) return error;
    throw error;
  }
}
