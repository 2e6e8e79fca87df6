import { X509Certificate } from 'node:crypto';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringOr } from '../../../src/object.ts';
import { expiredCertificate, expiredToken } from '../../support/servers/expired.ts';
import { gitops } from '../../support/gitops.ts';
import { entries, kubeconfig } from '../../support/servers/kubeconfig.ts';
import { folder, repository } from '../../support/repository.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';

const manifest =
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kube-root-ca.crt, namespace: kube-system}\n';

function diff(user: object) {
  const config = kubeconfig(entries(sharedCluster().kubeconfig).cluster, user);
  return gitops(['diff'], { cwd: repository({ 'ca.yaml': manifest }).dir, kubeconfig: config });
}

/** The administrator's login, and its certificate as it would be had it ended long ago. */
function administrator() {
  const { user } = entries(sharedCluster().kubeconfig);
  const pem = Buffer.from(stringOr(user['client-certificate-data'], ''), 'base64');
  return { user, old: expiredCertificate(sharedCluster(), pem, '2020-02-29') };
}

const said = (what: string, when: string, hint: string) => ({
  code: 4,
  stdout: '',
  stderr: [
    `error: the ${what} of user "someone" expired at ${when} (LOGIN_EXPIRED)`,
    'the API server of context "here" does not accept it any more',
    `hint: ${hint}`,
    '',
  ].join('\n'),
});

describe('a login that has expired', () => {
  it('is told by the end of its client certificate, with the command that takes a new one', async () => {
    const { user, old } = administrator();
    const authority = new X509Certificate(readFileSync(join(sharedCluster().dir, 'ca.crt')));
    expect(new X509Certificate(old).verify(authority.publicKey)).toBe(true);
    expect(await diff(user)).toMatchObject({ code: 0, stderr: '' });
    const outcome = await diff({ ...user, 'client-certificate-data': old.toString('base64') });
    const command =
      'kubectl config set-credentials someone --client-certificate=FILE --client-key=FILE --embed-certs';
    expect(outcome).toMatchObject(
      said('client certificate', '2020-02-29T12:00:00Z', `get a new one, then: ${command}`),
    );
  });

  it('is told by the end of its token, which is not shown', async () => {
    const cluster = sharedCluster();
    const namespace = await cluster.namespace('expiry');
    const token = (await cluster.run(['create', 'token', 'default', '-n', namespace])).trim();
    expect((await diff({ token })).stdout).toContain('(FORBIDDEN)');
    const old = expiredToken(cluster, token, Date.parse('2026-01-02T03:04:05Z'));
    const outcome = await diff({ token: old });
    expect(outcome).toMatchObject(
      said(
        'token',
        '2026-01-02T03:04:05Z',
        'get a new one, then: kubectl config set-credentials someone --token=TOKEN',
      ),
    );
  });

  it('is blamed on the login program that still gives it', async () => {
    const { user, old } = administrator();
    const status = {
      clientCertificateData: old.toString(),
      clientKeyData: Buffer.from(stringOr(user['client-key-data'], ''), 'base64').toString(),
    };
    const apiVersion = 'client.authentication.k8s.io/v1';
    const answer = JSON.stringify({ apiVersion, kind: 'ExecCredential', status });
    const dir = folder({ 'login.sh': '#!/bin/sh\ncat "$(dirname "$0")/answer"\n', answer });
    const command = join(dir, 'login.sh');
    chmodSync(command, 0o755);
    const outcome = await diff({ exec: { apiVersion, command, interactiveMode: 'Never' } });
    expect(outcome).toMatchObject(
      said('client certificate', '2020-02-29T12:00:00Z', `log in again: ${command} still gives the old one`),
    );
  });
});
