import { parseJson } from '../../cluster/http.ts';
import { type Connection, readConnection } from '../../cluster/login/kubeconfig.ts';
import { chooseEnvironment, contextFor, needsClusterId } from '../../config/choice.ts';
import { loadConfig } from '../../config/config.ts';
import type { Config, Environment } from '../../config/types.ts';
import type { Deps } from '../../deps.ts';
import type { Targets } from '../../discover/targets.ts';
import { UsageError } from '../../errors.ts';
import { contextOverrides } from '../../git/settings.ts';
import { objectAt, stringOr } from '../../object.ts';
import { withTrust } from '../trust/trust.ts';
import type { Query } from '../query.ts';
import type { Cluster } from '../types.ts';
import type { Workspace } from './workspace.ts';

/** Which cluster a command is about: `--env` uses its own context, whatever is current. */
export async function connectionFor(
  opening: Promise<Workspace>,
  query: Query,
  deps: Deps,
): Promise<Connection> {
  if (query.env === undefined) return readConnection(deps, query);
  const workspace = await opening;
  const config = configOf(workspace, deps);
  if (config === null) {
    throw new UsageError('NO_CONFIG', `--env ${query.env}: there is no .gitops.yaml that could name it`, {
      hint: 'write .gitops.yaml at the top of the repository, or leave out --env',
    });
  }
  const overrides = await overridesOf(workspace);
  const current = query.context ?? null;
  const context = contextFor(config, {
    env: query.env,
    context: current,
    contextExplicit: current !== null,
    overrides,
  });
  return readConnection(deps, { ...query, context: context ?? query.context });
}

export function configOf({ repository, tree }: Workspace, deps: Pick<Deps, 'env'>): Config | null {
  const config = repository === null ? null : loadConfig(tree.dir);
  return config === null || repository === null ? null : withTrust(config, repository.top, deps);
}

/**
 * The environment that this cluster belongs to, or the one asked for. A path alone needs none, but a path that an
 * environment configures (its namespace, its values) is meant as configured.
 */
export async function environmentFor(
  workspace: Workspace,
  config: Config | null,
  targets: Targets,
  query: Query,
  connection: Connection,
  connecting: Promise<Cluster>,
): Promise<Environment | null> {
  if (config === null || config.environments.length === 0) return null;
  const isPathAlone = targets.roots.length > 0 && targets.apps.length === 0 && query.env === undefined;
  const isConfigured = config.environments.some(({ apps }) =>
    apps.some(({ root }) => targets.roots.some(({ path }) => path === root)),
  );
  if (isPathAlone && !isConfigured) return null;
  const asked = {
    env: query.env,
    context: connection.context,
    contextExplicit: query.context !== undefined,
    server: connection.server,
    clusterId: needsClusterId(config) ? await clusterId(await connecting) : undefined,
    overrides: await overridesOf(workspace),
  };
  try {
    return chooseEnvironment(config, asked);
  } catch (error) {
    if (isPathAlone && error instanceof UsageError) return null;
    throw error;
  }
}

async function overridesOf({ repository }: Workspace): Promise<ReadonlyMap<string, string>> {
  return repository === null ? new Map() : contextOverrides(repository);
}

/** The uid of kube-system, by which people tell clusters apart; undefined: we may not read it. */
export async function clusterId({ http }: Pick<Cluster, 'http'>): Promise<string | undefined> {
  const response = await http({ method: 'GET', path: '/api/v1/namespaces/kube-system' });
  if (response.status !== 200) return undefined;
  return stringOr(objectAt(parseJson(response.body), 'metadata').uid, undefined);
}
