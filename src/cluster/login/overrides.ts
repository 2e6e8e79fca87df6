import { resolve } from 'node:path';
import type { Json, JsonObject } from '../../object.ts';
import type { Connection } from './kubeconfig.ts';

/** kubectl's flags that choose server and login past the kubeconfig, by name: `server`, `token`, `client-key`. */
export type Overrides = ReadonlyMap<string, string>;

/** Logins exclude each other: one that is given takes the place of the kubeconfig's. */
const LOGINS = ['token', 'username', 'password', 'client-certificate', 'client-key'];
const STORED = ['tokenFile', 'exec', 'auth-provider', 'client-certificate-data', 'client-key-data'];

/** A connection as these flags change it; files are relative to `cwd`, as kubectl takes them. */
export function overridden(connection: Connection, overrides: Overrides, cwd: string): Connection {
  const given = (name: string) => overrides.get(name) || undefined;
  const file = (name: string) => {
    const path = given(name);
    return path === undefined ? undefined : resolve(cwd, path);
  };
  const insecure = given('insecure-skip-tls-verify') === 'true';
  const authority = file('certificate-authority');
  const isTrustSet = insecure || authority !== undefined;
  const isLoginSet = LOGINS.some((name) => given(name) !== undefined);
  const server = given('server')?.replace(/\/+$/, '') ?? connection.server;
  return {
    ...connection,
    clusterName: given('server') === undefined ? connection.clusterName : '',
    server: /^https?:\/\//.test(server) ? server : `https://${server}`,
    cluster: defined({
      ...(isTrustSet
        ? without(connection.cluster, ['certificate-authority', 'certificate-authority-data'])
        : connection.cluster),
      ...(isTrustSet ? { 'insecure-skip-tls-verify': insecure } : {}),
      'certificate-authority':
        authority ?? (isTrustSet ? undefined : connection.cluster['certificate-authority']),
      'tls-server-name': given('tls-server-name') ?? connection.cluster['tls-server-name'],
    }),
    user: isLoginSet
      ? defined({
          ...without(connection.user, [...LOGINS, ...STORED]),
          token: given('token'),
          username: given('username'),
          password: given('password'),
          'client-certificate': file('client-certificate'),
          'client-key': file('client-key'),
        })
      : connection.user,
  };
}

function without(entry: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !names.includes(name)));
}

function defined(entry: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(entry).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
