import { readFileSync } from 'node:fs';
import type { Deps } from '../../deps.ts';
import { ClusterError, messageOf } from '../../errors.ts';
import { isObject, type JsonObject, stringOr } from '../../object.ts';
import { type Connection, fileIn } from './kubeconfig.ts';
import type { Overrides } from './overrides.ts';

/** What TLS and every request need: all of a kubeconfig that authenticates. */
export interface Credentials {
  readonly ca?: string | Buffer;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly servername?: string;
  readonly insecure: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Impersonation {
  readonly as?: string | undefined;
  readonly asGroup?: readonly string[] | undefined;
  /** `as-uid` of these. */
  readonly overrides?: Overrides | undefined;
}

/**
 * Certificates, tokens and passwords are read here, exec plugins are run; an old auth-provider is left to client-node,
 * which is loaded for that alone: it costs 130-250 ms at start.
 */
export async function credentialsFor(connection: Connection, deps: Deps): Promise<Credentials> {
  const { user } = connection;
  const tls = trustOf(connection);
  if (isObject(user.exec)) {
    const { execCredentials } = await import('./exec-plugin.ts');
    return { ...tls, ...(await execCredentials(connection, user.exec, deps)) };
  }
  if (isObject(user['auth-provider'])) {
    const { providerCredentials } = await import('./provider-credentials.ts');
    return { ...tls, ...(await providerCredentials(connection)) };
  }
  const certificate = {
    ...pem(user, 'client-certificate', connection.userDir, 'cert'),
    ...pem(user, 'client-key', connection.userDir, 'key'),
  };
  return { ...tls, ...certificate, headers: authorization(connection) };
}

/** How the server is told from others, without a login. */
export function trustOf({ cluster, clusterDir }: Connection): Omit<Credentials, 'headers'> {
  const servername = stringOr(cluster['tls-server-name'], '');
  return {
    insecure: cluster['insecure-skip-tls-verify'] === true,
    ...(servername === '' ? {} : { servername }),
    ...pem(cluster, 'certificate-authority', clusterDir, 'ca'),
  };
}

/** `NAME-data` (base64) wins over the file `NAME`, as in client-go. */
function pem<K extends string>(
  entry: JsonObject,
  name: string,
  dir: string,
  as: K,
): { readonly [key in K]?: Buffer } {
  const data = entry[`${name}-data`];
  const file = entry[name];
  const found: { [key in K]?: Buffer } = {};
  if (typeof data === 'string' && data !== '') found[as] = Buffer.from(data, 'base64');
  else if (typeof file === 'string' && file !== '') found[as] = readFile(fileIn(dir, file), name);
  return found;
}

function readFile(path: string, what: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new ClusterError('BAD_KUBECONFIG', `cannot read ${what} ${path}: ${messageOf(error)}`, {
      hint: 'correct the path in the kubeconfig',
      cause: error,
    });
  }
}

function authorization({ user, userDir }: Connection): Record<string, string> {
  const file = stringOr(user.tokenFile, '');
  const token =
    stringOr(user.token, '') ||
    (file === '' ? '' : readFile(fileIn(userDir, file), 'tokenFile').toString('utf8').trim());
  if (token !== '') return { authorization: `Bearer ${token}` };
  if (typeof user.username !== 'string') return {};
  const pair = `${user.username}:${stringOr(user.password, '')}`;
  return { authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` };
}

/** `--as` and its kin, else what the kubeconfig's user says. */
export function impersonationHeaders(
  connection: Connection,
  flags: Impersonation,
): Record<string, string | string[]> {
  const as = flags.as ?? stringOr(connection.user.as, '');
  const listed = connection.user['as-groups'];
  const groups =
    flags.asGroup ?? (Array.isArray(listed) ? listed.filter((group) => typeof group === 'string') : []);
  const uid = flags.overrides?.get('as-uid') || stringOr(connection.user['as-uid'], '');
  return {
    ...(as === '' ? {} : { 'impersonate-user': as }),
    ...(groups.length === 0 ? {} : { 'impersonate-group': [...groups] }),
    ...(uid === '' ? {} : { 'impersonate-uid': uid }),
  };
}
