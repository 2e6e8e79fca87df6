import { chmodSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { door, open } from '../../support/servers/door.ts';
import { gitops } from '../../support/gitops.ts';
import { entries, kubeconfig } from '../../support/servers/kubeconfig.ts';
import { folder, repository } from '../../support/repository.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';

async function world() {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace('logins');
  const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web, namespace: ${namespace}}\ndata: {color: green}\n`;
  const repo = repository({ 'web.yaml': text });
  await cluster.run(['apply', '-f', repo.dir]);
  await cluster.run(['patch', 'configmap/web', '-n', namespace, '-p', '{"data":{"color":"red"}}']);
  return { cluster, namespace, repo };
}

/** A kubeconfig whose login is a program that is run in its own folder: what it does before it gives the token of an administrator there. */
async function execLogin(does: string, namespace: string) {
  const cluster = sharedCluster();
  const { user } = entries(await cluster.tokenUser());
  const admin = ['--clusterrole=admin', '--user=token-user', '-n', namespace];
  await cluster.run(['create', 'rolebinding', 'token', ...admin]);
  const credential = {
    apiVersion: 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    status: { token: user.token ?? '' },
  };
  const dir = folder({
    'answer.json': JSON.stringify(credential),
    'login.sh': `#!/bin/sh\ncd "$(dirname "$0")"\n${does}\ncat answer.json\n`,
  });
  const command = join(dir, 'login.sh');
  chmodSync(command, 0o755);
  const env = [{ name: 'GIT_AUTHOR_NAME', value: 'Robot' }];
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command, env, interactiveMode: 'Never' };
  const config = kubeconfig(entries(cluster.kubeconfig).cluster, { exec });
  await expect
    .poll(async () => (await cluster.attempt(['get', 'cm', '-n', namespace], { kubeconfig: config })).code, {
      timeout: 10_000,
    })
    .toBe(0);
  return { dir, config };
}

describe('diff', () => {
  it('logs in with the token of an exec plugin, which it starts once', async () => {
    const { namespace, repo } = await world();
    const { dir, config } = await execLogin('echo started >> log', namespace);
    const before = readFileSync(join(dir, 'log'), 'utf8').length;
    const outcome = await gitops(['diff', '-o', 'json'], { cwd: repo.dir, kubeconfig: config });
    expect(outcome.stderr).toBe('');
    expect(outcome.json()).toMatchObject({ summary: { objects: 1, drifted: 1 }, objects: [{ name: 'web' }] });
    expect(outcome.code).toBe(1);
    expect(readFileSync(join(dir, 'log'), 'utf8').length - before).toBe('started\n'.length);
  });

  it('tells an exec plugin nothing of the repository that it may be a hook of', async () => {
    const { namespace, repo } = await world();
    const { dir, config } = await execLogin('env > env; git rev-parse --git-dir > said 2>&1', namespace);
    const hook = {
      GIT_DIR: join(repo.dir, '.git'),
      GIT_WORK_TREE: repo.dir,
      GIT_INDEX_FILE: join(repo.dir, '.git/index'),
      GIT_PREFIX: '',
    };
    const env = { ...hook, GIT_SSH_COMMAND: 'ssh -v' };
    const { code, stderr } = await gitops(['diff'], { cwd: repo.dir, kubeconfig: config, env });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(readFileSync(join(dir, 'said'), 'utf8')).toContain('not a git repository');
    const told = readFileSync(join(dir, 'env'), 'utf8');
    const names = new Set(told.split('\n').map((line) => line.replace(/=.*/, '')));
    expect(Object.keys(hook).filter((name) => names.has(name))).toEqual([]);
    expect(told).toContain('GIT_SSH_COMMAND=ssh -v\n');
    expect(told).toContain('GIT_AUTHOR_NAME=Robot\n');
    expect(names.has('KUBERNETES_EXEC_INFO')).toBe(true);
  });

  it('waits as long as a busy server asks, then goes on and loses nothing', async () => {
    const { repo } = await world();
    const { config, requests, refused } = await door(sharedCluster(), (nth) => nth === 4);
    const outcome = await gitops(['diff', '-o', 'json'], { cwd: repo.dir, kubeconfig: config });
    expect(outcome.stderr).toBe('');
    expect(outcome.json()).toMatchObject({ summary: { objects: 1, drifted: 1 }, objects: [{ name: 'web' }] });
    expect(outcome.code).toBe(1);
    expect(refused).toHaveLength(1);
    expect((requests.at(-1)?.at ?? 0) - (refused[0] ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it('gives up on a server that stays busy, and says so', async () => {
    const { repo } = await world();
    const { config } = await door(sharedCluster(), () => true);
    const outcome = await gitops(['diff'], { cwd: repo.dir, kubeconfig: config });
    expect(outcome.stderr).toContain('the API server is overloaded: too many requests (THROTTLED)');
    expect(outcome.stderr).toContain('hint: try again later');
    expect(outcome).toMatchObject({ code: 4, stdout: '' });
  });

  it('says that somebody else answers, such as a login page', async () => {
    const page = createServer((_, answer) => void answer.writeHead(200).end('<html>please log in</html>'));
    const config = kubeconfig({ server: await open(page) }, {});
    const { code, stderr } = await gitops(['diff'], { cwd: folder(), kubeconfig: config });
    expect(stderr).toMatch(/no JSON \(SERVER_ERROR\)\n<html>please.*\nhint: check the address/);
    expect(code).toBe(4);
  });
});
