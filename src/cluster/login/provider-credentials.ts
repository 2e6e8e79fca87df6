import type { RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import { ClusterError, messageOf } from '../../errors.ts';
import type { Json } from '../../object.ts';
import type { Credentials } from './credentials.ts';
import type { Connection } from './kubeconfig.ts';

/**
 * Credentials of the old auth-providers, by client-node. Resolved once, before anything goes concurrent. Throws
 * ClusterError LOGIN_FAILED with what the provider said.
 */
export async function providerCredentials(
  connection: Connection,
): Promise<Pick<Credentials, 'cert' | 'key' | 'headers'>> {
  const config = new KubeConfig();
  const options: RequestOptions & { headers: Record<string, string> } = { headers: {} };
  try {
    config.loadFromString(JSON.stringify(asKubeconfig(connection)));
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
function asKubeconfig({ context, cluster, user, server }: Connection): Json {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': context,
    clusters: [{ name: context, cluster: { ...cluster, server } }],
    users: [{ name: context, user }],
    contexts: [{ name: context, context: { cluster: context, user: context } }],
  };
}

function loginFailed({ context }: Connection, error: unknown): ClusterError {
  const said = messageOf(error).split('\n').slice(0, 5);
  return new ClusterError('LOGIN_FAILED', `the auth provider gave no credentials for context "${context}"`, {
    facts: said,
    hint: 'log in again',
    cause: error,
  });
}
