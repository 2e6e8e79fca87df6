import { type Connection, contextServers, readConnection } from '../../../cluster/login/kubeconfig.ts';
import { contextsOf, sameServer } from '../../../config/clusters.ts';
import type { Config, Environment } from '../../../config/types.ts';
import type { Deps } from '../../../deps.ts';
import { ClusterError, GitopsError } from '../../../errors.ts';
import { deploysFrom, isGlob, type Matcher } from '../../../push/deploys.ts';
import type { Query } from '../../query.ts';
import type { Destination } from '../types.ts';

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
export async function destinationsOf(
  config: Config | null,
  bound: Bound,
  query: Query,
  deps: Deps,
): Promise<readonly Destination[]> {
  const matches = await matcherFor(config);
  if (config === null || config.environments.length === 0) {
    const deploys = bound.refs.some(({ remoteRef }) =>
      deploysFrom([], remoteRef, bound.defaultBranch, matches),
    );
    return [{ environment: null, deploys, way: attempting(() => readConnection(deps, query)) }];
  }
  const deploying = config.environments.filter((environment) => isDeployed(environment, bound, matches));
  const meant = deploying.length === 0 ? config.environments : deploying;
  return meant.flatMap((environment) =>
    waysOf(environment, bound.overrides, query, deps).map((way) => ({
      environment,
      deploys: deploying.length > 0,
      way,
    })),
  );
}

/** Globs are seldom given: their library is loaded only then. */
async function matcherFor(config: Config | null): Promise<Matcher> {
  const isPlain = config?.environments.every(({ branches }) => !branches.some(isGlob)) ?? true;
  return isPlain ? () => () => false : (await import('../../../patterns/glob.ts')).globMatcher;
}

/** Whether one of the refs is what an environment deploys. */
function isDeployed({ branches }: Environment, { refs, defaultBranch }: Bound, matches: Matcher): boolean {
  return refs.some(({ remoteRef }) => deploysFrom(branches, remoteRef, defaultBranch, matches));
}

/** One for each context of an environment; one that this kubeconfig lacks is an answer, too. */
function waysOf(
  environment: Environment,
  overrides: ReadonlyMap<string, string>,
  query: Query,
  deps: Deps,
): readonly (() => Connection | GitopsError)[] {
  const contexts = contextsOf(environment, { overrides });
  if (contexts.length > 0)
    return contexts.map((context) => known(environment, () => readConnection(deps, { ...query, context })));
  const { server } = environment;
  if (server === undefined) return [attempting(() => readConnection(deps, query))];
  return [
    attempting(() =>
      readConnection(deps, { ...query, context: contextAt(environment, server, query, deps) }),
    ),
  ];
}

function contextAt({ name }: Environment, server: string, query: Query, deps: Deps): string {
  const found = [...contextServers(deps, query)].find(([, address]) => sameServer(address, server));
  if (found !== undefined) return found[0];
  throw new ClusterError('UNKNOWN_CONTEXT', `no context of this kubeconfig is at ${server}`, {
    hint: `add one, or name it: git config gitops.env.${name}.context NAME`,
  });
}

/** A failure that is expected is an answer. */
export function attempting(read: () => Connection): () => Connection | GitopsError {
  return () => {
    try {
      return read();
    } catch (error) {
      if (error instanceof GitopsError) return error;
      throw error;
    }
  };
}

/** No flag of ours can be passed to git push: what this machine calls a context is said once and for all. */
function known({ name }: Environment, read: () => Connection): () => Connection | GitopsError {
  const way = attempting(read);
  return () => {
    const found = way();
    if (!(found instanceof GitopsError) || found.code !== 'UNKNOWN_CONTEXT') return found;
    return new ClusterError('UNKNOWN_CONTEXT', found.message, {
      facts: found.facts,
      hint: `say what it is called here: git config gitops.env.${name}.context NAME (kubectl config get-contexts lists them)`,
      cause: found,
    });
  };
}
