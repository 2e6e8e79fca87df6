import { createHash } from 'node:crypto';
import { credentialsFor, impersonationHeaders, trustOf } from '../../cluster/login/credentials.ts';
import { discover } from '../../cluster/discovery.ts';
import { tellingExpiry } from '../../cluster/login/expiry.ts';
import { type Http, openHttp, parseJson } from '../../cluster/http.ts';
import type { Connection, KubeconfigFlags } from '../../cluster/login/kubeconfig.ts';
import { proxyOf } from '../../cluster/proxy.ts';
import { openSchemas } from '../../cluster/schemas.ts';
import { statusError } from '../../cluster/status-error.ts';
import type { Deps } from '../../deps.ts';
import { withoutRepository } from '../../git/environment.ts';
import { objectAt, stringOr } from '../../object.ts';
import { openStore } from '../../store.ts';
import type { Cluster } from '../types.ts';

export interface ConnectOptions extends KubeconfigFlags {
  readonly as?: string | undefined;
  readonly asGroup?: readonly string[] | undefined;
  /** Milliseconds; 0: no limit. */
  readonly requestTimeout: number;
}

/** A way to the server, before it was asked anything. */
export interface Reached {
  readonly http: Http;
  /** Identifies the server in caches. */
  readonly key: string;
}

/** Opens the connection without a request. Throws ClusterError or UsageError. */
export async function reach(connection: Connection, options: ConnectOptions, deps: Deps): Promise<Reached> {
  // a login that is a program, and runs git, means another repository than the one that we may be a hook of
  const credentials = await credentialsFor(connection, { ...deps, env: withoutRepository(deps.env) });
  const open = await openHttp({
    server: connection.server,
    credentials,
    headers: { 'user-agent': 'kubectl-gitops', ...impersonationHeaders(connection, options) },
    timeout: options.requestTimeout,
    proxy: proxyOf(connection, deps.env),
    signal: deps.signal,
  });
  const http = tellingExpiry(open, connection, credentials, deps.now);
  return { http, key: serverKey(connection) };
}

/** What identifies the server in caches: it needs no login. */
export function serverKey(connection: Connection): string {
  const { ca } = trustOf(connection);
  const text = `${connection.server}\n${ca === undefined ? '' : String(ca)}`;
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Opens the connection and asks, at once, who answers and what it serves. Throws ClusterError or UsageError. */
export async function connect(connection: Connection, options: ConnectOptions, deps: Deps): Promise<Cluster> {
  const { http, key } = await reach(connection, options, deps);
  const schemas = openSchemas(http, openStore(deps, 'schema'), key);
  const versionRequest = { method: 'GET', path: '/version' } as const;
  const [answer, discovery] = await Promise.all([
    http(versionRequest),
    discover(http, openStore(deps, 'discovery'), key),
  ]);
  if (answer.status !== 200) throw statusError(versionRequest, answer);
  return {
    context: connection.context,
    server: connection.server,
    namespace: connection.namespace ?? 'default',
    version: stringOr(objectAt(parseJson(answer.body)).gitVersion, ''),
    http,
    discovery,
    schemas,
    key,
  };
}
