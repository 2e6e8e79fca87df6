import { chmodSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isObject } from '../../../src/object.ts';
import { type GitopsOptions, gitops } from '../../support/gitops.ts';
import { entries, kubeconfig } from '../../support/servers/kubeconfig.ts';
import { folder, repository } from '../../support/repository.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';

const manifest =
  'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: kube-root-ca.crt\n  namespace: kube-system\n';

/** The cluster entry and the user of the administrator. */
const admin = () => entries(sharedCluster().kubeconfig);

function diff(config: string, args: readonly string[] = [], more: Partial<GitopsOptions> = {}) {
  const repo = repository({ 'ca.yaml': manifest });
  return gitops(['diff', ...args], { cwd: repo.dir, kubeconfig: config, ...more });
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const address: AddressInfo | string | null = server.address();
  if (!isObject(address) || typeof address.port !== 'number') throw new Error('no port');
  return address.port;
}

/** Accepts and says nothing. */
function silence(): Promise<number> {
  return listen(createServer((socket) => onTestFinished(() => void socket.destroy())));
}

function plugin(script: string): string {
  const file = join(folder({ 'login.sh': `#!/bin/sh\n${script}\n` }), 'login.sh');
  chmodSync(file, 0o755);
  return file;
}

const exec = (command: string) => ({
  exec: { apiVersion: 'client.authentication.k8s.io/v1', command, interactiveMode: 'Never' },
});

async function expectError(outcome: ReturnType<typeof gitops>, code: number, said: readonly string[]) {
  const { code: ended, stdout, stderr } = await outcome;
  for (const words of said) expect(stderr).toContain(words);
  expect(stderr).toMatch(/^hint: \S/m);
  expect(stdout).toBe('');
  expect(ended).toBe(code);
}

describe('a cluster that cannot be asked', () => {
  it('is said to be none where there is no kubeconfig', async () => {
    const nowhere = join(folder(), 'absent');
    await expectError(diff(nowhere), 4, ['there is no kubeconfig (NO_KUBECONFIG)', `looked for: ${nowhere}`]);
  });

  it('lists the contexts there are where the asked one is not', async () => {
    const { cluster, user } = admin();
    const said = ['no context "prod"', '(UNKNOWN_CONTEXT)', 'contexts: here'];
    await expectError(diff(kubeconfig(cluster, user), ['--context', 'prod']), 2, said);
  });

  it('says that a token is not accepted, and never shows it', async () => {
    const outcome = await diff(kubeconfig(admin().cluster, { token: 'not-a-token' }));
    await expectError(Promise.resolve(outcome), 4, [
      'does not accept these credentials (UNAUTHORIZED)',
      'log in again',
    ]);
    expect(outcome.stderr).not.toContain('not-a-token');
  });

  it('names the login program that failed, and what it said', async () => {
    const file = plugin('echo "session expired" >&2; exit 3');
    await expectError(diff(kubeconfig(admin().cluster, exec(file))), 4, [
      file,
      '(LOGIN_FAILED)',
      'session expired',
    ]);
    const missing = kubeconfig(admin().cluster, exec('no-such-login'));
    await expectError(diff(missing), 4, ['no-such-login gave no credentials', '(LOGIN_FAILED)']);
  });

  it('says that the certificate is of another authority', async () => {
    const { 'certificate-authority-data': _, 'certificate-authority': __, ...cluster } = admin().cluster;
    const said = [String(cluster.server), '(WRONG_CA)', 'certificate-authority'];
    await expectError(diff(kubeconfig(cluster, admin().user)), 4, said);
  });

  it('says where a kubeconfig is no YAML, and does not show the line', async () => {
    const config = join(folder({ config: 'users:\n- {user: {token: s3cret}\n' }), 'config');
    const outcome = await diff(config);
    await expectError(Promise.resolve(outcome), 4, [
      `${config} is no valid YAML`,
      '(BAD_KUBECONFIG)',
      `${config}:`,
    ]);
    expect(outcome.stderr).not.toContain('s3cret');
  });

  it('says that nothing listens', async () => {
    const server = createServer();
    const port = await listen(server);
    await new Promise((done) => server.close(done));
    const config = kubeconfig({ ...admin().cluster, server: `https://127.0.0.1:${port}` }, admin().user);
    await expectError(diff(config), 4, [`https://127.0.0.1:${port} refused the connection`, '(UNREACHABLE)']);
  });

  it('does not wait longer for a silent server than --request-timeout', async () => {
    const config = kubeconfig({ server: `http://127.0.0.1:${await silence()}` }, {});
    const began = Date.now();
    await expectError(diff(config, ['--request-timeout=1s']), 4, [
      '(TIMEOUT)',
      'waited 1s',
      '--request-timeout',
    ]);
    expect(Date.now() - began).toBeLessThan(5000);
  });

  it('is left alone at once by Ctrl-C', async () => {
    const config = kubeconfig({ server: `http://127.0.0.1:${await silence()}` }, {});
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const outcome = await diff(config, [], { signal: controller.signal });
    expect(outcome).toMatchObject({ code: 130, stdout: '', stderr: 'cancelled\n' });
  });
});
