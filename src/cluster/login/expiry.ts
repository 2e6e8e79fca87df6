import { X509Certificate } from 'node:crypto';
import { ClusterError } from '../../errors.ts';
import { isObject, objectAt, stringOr } from '../../object.ts';
import type { Credentials } from './credentials.ts';
import type { Http } from '../http.ts';
import type { Connection } from './kubeconfig.ts';

type Login = Pick<Credentials, 'cert' | 'headers'>;

interface Expiry {
  readonly what: 'client certificate' | 'token';
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * The server says only that it does not accept a login; what has expired says so itself. It is looked at after a 401
 * alone: the server's clock counts, not ours. Throws ClusterError LOGIN_EXPIRED.
 */
export function tellingExpiry(http: Http, connection: Connection, login: Login, now: () => number): Http {
  return async (request) => {
    const response = await http(request);
    if (response.status !== 401) return response;
    const expired = [certificateExpiry(login), tokenExpiry(login)].find(
      (expiry) => expiry !== undefined && expiry.at <= now(),
    );
    if (expired === undefined) return response;
    throw loginExpired(connection, expired);
  };
}

function loginExpired({ context, userName, user }: Connection, { what, at }: Expiry): ClusterError {
  const when = new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
  return new ClusterError('LOGIN_EXPIRED', `the ${what} of user "${userName}" expired at ${when}`, {
    facts: [`the API server of context "${context}" does not accept it any more`],
    hint: renewal(userName, user, what),
  });
}

function renewal(userName: string, user: Connection['user'], what: Expiry['what']): string {
  const command = stringOr(objectAt(user.exec).command, '');
  if (command !== '') return `log in again: ${command} still gives the old one`;
  if (isObject(user['auth-provider'])) return 'log in again';
  const flags =
    what === 'token' ? '--token=TOKEN' : '--client-certificate=FILE --client-key=FILE --embed-certs';
  return `get a new one, then: kubectl config set-credentials ${userName} ${flags}`;
}

function certificateExpiry({ cert }: Login): Expiry | undefined {
  if (cert === undefined) return undefined;
  try {
    return { what: 'client certificate', at: new X509Certificate(cert).validToDate.getTime() };
  } catch {
    // no certificate that could be read: then nothing is known of its end
    return undefined;
  }
}

/** Of a JSON Web Token, whose payload anyone may read; other tokens do not tell. */
function tokenExpiry({ headers }: Login): Expiry | undefined {
  const [, payload] = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/.exec(headers.authorization ?? '') ?? [];
  if (payload === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const seconds = isObject(claims) ? claims.exp : undefined;
    return typeof seconds === 'number' ? { what: 'token', at: seconds * 1000 } : undefined;
  } catch {
    return undefined;
  }
}
