import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import type { Deps } from '../../deps.ts';
import { ClusterError, ManifestError, messageOf, UsageError } from '../../errors.ts';
import { isArray, isObject, type Json, type JsonObject, objectAt, stringOr } from '../../object.ts';
import { parseYaml } from '../../source/bulk.ts';
import { type Overrides, overridden } from './overrides.ts';

/** The connection that a kubeconfig's context describes, credentials not yet resolved. */
export interface Connection {
  readonly context: string;
  readonly server: string;
  /** As the kubeconfig names the cluster; '': it names none, or flags lead to another one. */
  readonly clusterName: string;
  readonly namespace: string | null;
  /** The entries as written, for credentials that a plugin must make. */
  readonly cluster: JsonObject;
  readonly user: JsonObject;
  /** As the kubeconfig names the user. */
  readonly userName: string;
  /** Folder of the file that declares the user: relative paths are relative to it. */
  readonly userDir: string;
  readonly clusterDir: string;
}

export interface KubeconfigFlags {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly overrides?: Overrides | undefined;
}

interface Named {
  readonly value: JsonObject;
  readonly dir: string;
}

interface Merged {
  readonly files: readonly string[];
  readonly currentContext: string | null;
  readonly contexts: ReadonlyMap<string, Named>;
  readonly clusters: ReadonlyMap<string, Named>;
  readonly users: ReadonlyMap<string, Named>;
}

/**
 * Reads kubeconfig as kubectl does: --kubeconfig, else every file of $KUBECONFIG, else ~/.kube/config; of a name
 * that stands twice the first wins (client-node throws there, and lets a later current-context win).
 * Throws UsageError for a context that is not there, ClusterError where there is no kubeconfig at all.
 */
export function readConnection(deps: Pick<Deps, 'cwd' | 'env'>, flags: KubeconfigFlags): Connection {
  const merged = merge(filesOf(deps, flags), deps.cwd);
  const overrides: Overrides = flags.overrides ?? new Map();
  const server = overrides.get('server');
  if (merged.contexts.size === 0 && server) return overridden({ ...NOWHERE, server }, overrides, deps.cwd);
  return overridden(connectionOf(merged, flags, overrides), overrides, deps.cwd);
}

/** The address of each context's cluster, for who knows a cluster by its address alone. */
export function contextServers(
  deps: Pick<Deps, 'cwd' | 'env'>,
  flags: KubeconfigFlags,
): ReadonlyMap<string, string> {
  const { contexts, clusters } = merge(filesOf(deps, flags), deps.cwd);
  return new Map(
    [...contexts].flatMap(([name, { value }]) => {
      const server = clusters.get(stringOr(value.cluster, ''))?.value.server;
      return typeof server === 'string' ? [[name, server] as const] : [];
    }),
  );
}

/** Where only flags say what to connect to. */
const NOWHERE = {
  context: '',
  clusterName: '',
  namespace: null,
  cluster: {},
  user: {},
  userName: '',
  userDir: '.',
  clusterDir: '.',
} as const;

function connectionOf(merged: Merged, flags: KubeconfigFlags, overrides: Overrides): Connection {
  const context = flags.context ?? merged.currentContext;
  if (merged.contexts.size === 0) throw noKubeconfig(merged.files);
  if (context === null) {
    throw new UsageError('NO_CONTEXT', 'the kubeconfig has no current context', {
      hint: `choose one: ${useContext(merged)}`,
    });
  }
  const entry = merged.contexts.get(context);
  if (entry === undefined) {
    throw new UsageError('UNKNOWN_CONTEXT', `no context "${context}" in ${merged.files.join(', ')}`, {
      facts: [`contexts: ${[...merged.contexts.keys()].join(', ')}`],
      hint: `pass --context with one of these, or ${useContext(merged)}`,
    });
  }
  const cluster = need(merged.clusters, overrides.get('cluster') || entry.value.cluster, 'cluster', context);
  const userName = overrides.get('user') || stringOr(entry.value.user, '');
  const user = userName === '' ? undefined : need(merged.users, userName, 'user', context);
  const server = cluster.value.server;
  if (typeof server !== 'string' || !/^https?:\/\//.test(server) || !URL.canParse(server)) {
    throw new ClusterError('BAD_KUBECONFIG', `cluster of context "${context}" has no usable server URL`, {
      hint: 'set clusters[].cluster.server in the kubeconfig to https://HOST:PORT',
    });
  }
  return {
    context,
    server: server.replace(/\/+$/, ''),
    clusterName: overrides.get('cluster') || stringOr(entry.value.cluster, ''),
    namespace: stringOr(entry.value.namespace, null) || null,
    cluster: cluster.value,
    user: user?.value ?? {},
    userName,
    userDir: user?.dir ?? '.',
    clusterDir: cluster.dir,
  };
}

function useContext(merged: Merged): string {
  return `kubectl config use-context ${[...merged.contexts.keys()][0] ?? 'NAME'}`;
}

function noKubeconfig(files: readonly string[]): ClusterError {
  return new ClusterError('NO_KUBECONFIG', 'no cluster to ask: there is no kubeconfig', {
    facts: [`looked for: ${files.join(', ')}`],
    hint: 'set KUBECONFIG or pass --kubeconfig FILE',
  });
}

function filesOf(deps: Pick<Deps, 'cwd' | 'env'>, flags: KubeconfigFlags): readonly string[] {
  if (flags.kubeconfig !== undefined) return [resolve(deps.cwd, flags.kubeconfig)];
  const listed = (deps.env.KUBECONFIG ?? '').split(delimiter).filter((file) => file !== '');
  if (listed.length > 0) return listed.map((file) => resolve(deps.cwd, file));
  return [join(deps.env.HOME ?? homedir(), '.kube', 'config')];
}

function merge(files: readonly string[], cwd: string): Merged {
  const contexts = new Map<string, Named>();
  const clusters = new Map<string, Named>();
  const users = new Map<string, Named>();
  let currentContext: string | null = null;
  for (const file of files) {
    const config = readOne(file);
    if (config === null) continue;
    const dir = dirname(resolve(cwd, file));
    currentContext ??= stringOr(config['current-context'], null) || null;
    collect(contexts, config.contexts, 'context', dir);
    collect(clusters, config.clusters, 'cluster', dir);
    collect(users, config.users, 'user', dir);
  }
  return { files, currentContext, contexts, clusters, users };
}

function readOne(file: string): JsonObject | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (isObject(error) && error.code === 'ENOENT') return null;
    throw new ClusterError('BAD_KUBECONFIG', `cannot read ${file}: ${messageOf(error)}`, {
      hint: 'make it a readable file, or choose another with --kubeconfig FILE',
      cause: error,
    });
  }
  // as kubectl takes /dev/null: nothing is configured
  if (text.trim() === '') return null;
  try {
    const parsed = parseYaml(text, file);
    return isObject(parsed) ? parsed : null;
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    // only the place: the line itself may hold a credential
    const { message, facts, hint } = error;
    throw new ClusterError('BAD_KUBECONFIG', message, { facts: facts.slice(0, 1), hint, cause: error });
  }
}

function collect(into: Map<string, Named>, list: Json | undefined, key: string, dir: string): void {
  if (!isArray(list)) return;
  for (const item of list) {
    const name = objectAt(item).name;
    if (typeof name === 'string' && !into.has(name)) into.set(name, { value: objectAt(item, key), dir });
  }
}

function need(
  from: ReadonlyMap<string, Named>,
  name: Json | undefined,
  what: string,
  context: string,
): Named {
  const found = typeof name === 'string' ? from.get(name) : undefined;
  if (found !== undefined) return found;
  throw new ClusterError(
    'BAD_KUBECONFIG',
    `context "${context}" names ${what} "${String(name)}", which is not there`,
    {
      hint: `add it to the kubeconfig, or choose another context: kubectl config get-contexts`,
    },
  );
}

/** A file that a kubeconfig names, absolute. */
export function fileIn(dir: string, file: string): string {
  return isAbsolute(file) ? file : join(dir, file);
}
