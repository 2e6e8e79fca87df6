import { ClusterError, GitopsError, messageOf } from '../errors.ts';
import type { Endpoint } from './http.ts';

const WORDS: Readonly<Record<string, readonly [code: string, what: string, hint: string]>> = {
  ECONNREFUSED: [
    'UNREACHABLE',
    'refused the connection: is the server running?',
    'check the address: kubectl config view --minify',
  ],
  ENOTFOUND: [
    'UNREACHABLE',
    'cannot be found by name',
    'check the address and your network or VPN: kubectl config view --minify',
  ],
  EAI_AGAIN: ['UNREACHABLE', 'cannot be looked up now', 'check your network or VPN'],
  EHOSTUNREACH: ['UNREACHABLE', 'cannot be reached', 'check your network or VPN'],
  ENETUNREACH: ['UNREACHABLE', 'cannot be reached', 'check your network or VPN'],
  ECONNRESET: ['UNREACHABLE', 'ended the connection', 'try again'],
  EPIPE: ['UNREACHABLE', 'ended the connection', 'try again'],
  CERT_HAS_EXPIRED: [
    'SERVER_CERTIFICATE_EXPIRED',
    'shows a certificate that has expired',
    'have it renewed, or correct the clock of this machine: date',
  ],
  ERR_INVALID_CHAR: [
    'BAD_KUBECONFIG',
    'cannot be told who you are: no HTTP header can hold it',
    'correct the token or password of the user in the kubeconfig, or --as',
  ],
  ETIMEDOUT: ['TIMEOUT', 'did not answer in time', 'raise --request-timeout, or check the network'],
};
const UNTRUSTED =
  /^(UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|CERT_|UNABLE_TO_GET_ISSUER_CERT|ERR_TLS_CERT_ALTNAME_INVALID)/;
/** What OpenSSL says of our own certificate and key, before anything is sent. */
const UNUSABLE = /^ERR_OSSL_/;

/** What a failed connection means, in words: the server's address, never a credential. */
export function transportError(
  error: unknown,
  { server, timeout }: Pick<Endpoint, 'server' | 'timeout'>,
): GitopsError {
  if (error instanceof GitopsError) return error;
  const code = codeOf(error);
  const known = WORDS[code];
  if (known !== undefined) {
    const [name, what, hint] = known;
    const facts = name === 'TIMEOUT' && timeout > 0 ? [`waited ${timeout / 1000}s`] : [];
    return new ClusterError(name, `the API server ${server} ${what}`, { facts, hint, cause: error });
  }
  if (UNUSABLE.test(code)) {
    return new ClusterError('BAD_KUBECONFIG', `no client certificate and key to show to ${server}`, {
      facts: [messageOf(error)],
      hint: 'correct client-certificate(-data) and client-key(-data) of the user in the kubeconfig',
      cause: error,
    });
  }
  if (UNTRUSTED.test(code)) {
    return new ClusterError('WRONG_CA', `the certificate of ${server} is not one this kubeconfig trusts`, {
      facts: [`${messageOf(error)} (${code})`],
      hint: 'correct certificate-authority(-data) of the cluster in the kubeconfig',
      cause: error,
    });
  }
  return new ClusterError('UNREACHABLE', `cannot talk to the API server ${server}`, {
    facts: [messageOf(error)],
    hint: 'check it with: kubectl get --raw /version',
    cause: error,
  });
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
