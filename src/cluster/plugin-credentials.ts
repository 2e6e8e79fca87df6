import type { RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import type { Deps } from '../deps.ts';
import { ClusterError, messageOf } from '../errors.ts';
import { isObject, type Json, objectAt, stringOr } from '../object.ts';
import type { Credentials } from './credentials.ts';
import type { Connection } from './kubeconfig.ts';

/**
 * Credentials that a program makes: exec plugins and the old auth-providers, by client-node. Resolved once,
 * before anything goes concurrent, or N first requests would start the plugin N times.
 * Throws ClusterError LOGIN_FAILED with the plugin's name and what it said.
 */
export async function pluginCredentials(
  connection: Connection,
  deps: Deps,
): Promise<Pick<Credentials, 'cert' | 'key' | 'headers'>> {
  const config = new KubeConfig();
  const options: RequestOptions & { headers: Record<string, string> } = { headers: {} };
  try {
    config.loadFromString(JSON.stringify(asKubeconfig(connection, deps)));
    await config.applyToHTTPSOptions(options);
  } catch (error) {
    throw loginFailed(connection, error);
  }
  const { cert, key } = options;
  const authorization = options.headers.Authorization ?? options.headers.authorization;
  return {
    ...(isPem(cert) ? { cert } : {}),
    ...(isPem(key) ? { key } : {}),
    headers: typeof authorization === 'string' ? { authorization } : {},
  };
}

function isPem(value: unknown): value is string | Buffer {
  return typeof value === 'string' || Buffer.isBuffer(value);
}

/** One cluster, one user, one context: client-node never sees the user's files, nor their duplicates. */
function asKubeconfig({ context, cluster, user, server }: Connection, deps: Deps): Json {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': context,
    clusters: [{ name: context, cluster: { ...cluster, server } }],
    users: [{ name: context, user: withExecInfo(user, cluster, server, deps) }],
    contexts: [{ name: context, context: { cluster: context, user: context } }],
  };
}

/** KUBERNETES_EXEC_INFO, which client-node leaves out: the protocol promises it to every plugin. */
function withExecInfo(
  user: Connection['user'],
  cluster: Connection['cluster'],
  server: string,
  deps: Deps,
): Json {
  if (!isObject(user.exec)) return user;
  const env = user.exec.env;
  const info = {
    apiVersion: stringOr(user.exec.apiVersion, 'client.authentication.k8s.io/v1'),
    kind: 'ExecCredential',
    spec: {
      interactive: false,
      ...(user.exec.provideClusterInfo === true ? { cluster: { ...objectAt(cluster), server } } : {}),
    },
  };
  const inherited = Object.entries(deps.env).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  );
  const declared = Array.isArray(env) ? env : [];
  return {
    ...user,
    exec: {
      ...user.exec,
      env: [...inherited, { name: 'KUBERNETES_EXEC_INFO', value: JSON.stringify(info) }, ...declared],
    },
  };
}

function loginFailed({ user, context }: Connection, error: unknown): ClusterError {
  const command = stringOr(objectAt(user.exec).command, 'the auth provider');
  const said = messageOf(error).split('\n').slice(0, 5);
  return new ClusterError('LOGIN_FAILED', `${command} gave no credentials for context "${context}"`, {
    facts: said,
    hint: `run "${command}" by hand, or log in again`,
    cause: error,
  });
}
