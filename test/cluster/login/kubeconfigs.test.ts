import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { open } from '../../support/servers/door.ts';
import { expiredCertificate } from '../../support/servers/expired.ts';
import { gitops } from '../../support/gitops.ts';
import { entries, kubeconfig } from '../../support/servers/kubeconfig.ts';
import { folder } from '../../support/repository.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** diff with the administrator's kubeconfig, of which something else is written. */
function diff(changed: { readonly cluster?: object; readonly user?: object }) {
  const { cluster, user } = entries(sharedCluster().kubeconfig);
  const config = kubeconfig({ ...cluster, ...changed.cluster }, { ...user, ...changed.user });
  return gitops(['diff'], { cwd: folder(), kubeconfig: config });
}

function otherKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return base64(privateKey.export({ type: 'sec1', format: 'pem' }).toString());
}

const plainHttp = () => sharedCluster().server.replace('https:', 'http:');
const noPort = () => sharedCluster().server.replace(/:\d+$/, ':99999');

/** What is written, and what is said of it. */
const mistakes: readonly (readonly [
  name: string,
  changed: () => { readonly cluster?: object; readonly user?: object },
  said: string,
])[] = [
  [
    'a certificate that is none',
    () => ({ user: { 'client-certificate-data': base64('x') } }),
    'hint: correct client-certificate(-data) and client-key(-data)',
  ],
  [
    'a key that is none',
    () => ({ user: { 'client-key-data': base64('x') } }),
    'hint: correct client-certificate(-data) and client-key(-data)',
  ],
  [
    'a key of another certificate',
    () => ({ user: { 'client-key-data': otherKey() } }),
    'key values mismatch',
  ],
  ['a file that is not there', () => ({ user: { 'client-key-data': '', 'client-key': 'no.key' } }), 'no.key'],
  ['a token that no header can hold', () => ({ user: { token: 's3cret\nx' } }), 'hint: correct the token'],
  ['a port that is none', () => ({ cluster: { server: noPort() } }), 'has no usable server URL'],
];

describe('a kubeconfig that cannot be used', () => {
  for (const [name, changed, said] of mistakes) {
    it(`is said to be so, and it is no bug: ${name}`, async () => {
      const outcome = await diff(changed());
      expect(outcome.stderr).toMatch(/^error: .* \(BAD_KUBECONFIG\)$/m);
      expect(outcome.stderr).toContain(said);
      expect(outcome.stderr).toMatch(/^hint: \S/m);
      expect(outcome.stderr).not.toContain('s3cret');
      expect(outcome).toMatchObject({ code: 4, stdout: '' });
    });
  }

  it('is told by the server where it says http and should say https', async () => {
    const outcome = await diff({ cluster: { server: plainHttp() } });
    expect(outcome.stderr).toContain('Client sent an HTTP request to an HTTPS server. (SERVER_ERROR)');
    expect(outcome.stderr).toMatch(/^hint: \S/m);
    expect(outcome).toMatchObject({ code: 4, stdout: '' });
  });
});

it('says that the certificate of the server has expired', async () => {
  const { dir } = sharedCluster();
  const [cert, key] = ['server.crt', 'server.key'].map((file) => readFileSync(join(dir, file)));
  const old = expiredCertificate({ dir }, cert ?? Buffer.of(), '2020-02-29');
  const address = await open(createServer({ cert: old, key }));
  const server = address.replace('http:', 'https:');
  const outcome = await diff({ cluster: { server } });
  expect(outcome.stderr).toContain(
    `${server} shows a certificate that has expired (SERVER_CERTIFICATE_EXPIRED)`,
  );
  expect(outcome).toMatchObject({ code: 4, stdout: '' });
});
