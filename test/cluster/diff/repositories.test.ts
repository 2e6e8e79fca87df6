import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { objectAt } from '../../../src/object.ts';
import { gitops } from '../../support/gitops.ts';
import { folder, repository, type TestRepository } from '../../support/repository.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';

const configMap = (color: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  color: ${color}\n`;

/** A namespace into which files are applied, and a diff of a directory against it. */
async function world() {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace('repositories');
  const apply = (text: string) => cluster.run(['apply', '-n', namespace, '-f', '-'], { input: text });
  const paint = (color: string) => {
    const patch = JSON.stringify({ data: { color } });
    return cluster.run(['patch', 'configmap/web', '-n', namespace, '-p', patch]);
  };
  const drift = () => apply(configMap('green')).then(() => paint('red'));
  const diff = async (cwd: string, ...args: readonly string[]) => {
    const all = ['diff', '-n', namespace, '-o', 'json', ...args];
    const outcome = await gitops(all, { cwd, kubeconfig: cluster.kubeconfig });
    return { ...outcome.json(), code: outcome.code, stderr: outcome.stderr };
  };
  return { apply, paint, drift, diff };
}

const drifted = (more: object = {}) => ({
  code: 1,
  summary: { objects: 1, drifted: 1 },
  objects: [
    { name: 'web', changes: [{ path: '.data.color', git: 'green', live: 'red', moved: 'live', ...more }] },
  ],
});

/** A second repository that has the first as `origin`. */
function clone(from: TestRepository, ...flags: readonly string[]): string {
  const dir = join(folder(), 'clone');
  execFileSync('git', ['clone', '--quiet', ...flags, `file://${from.dir}`, dir], { stdio: 'pipe' });
  return dir;
}

function git(cwd: string, ...args: readonly string[]): void {
  const settings = ['user.name=Bo', 'user.email=bo@example.com', 'protocol.file.allow=always'];
  execFileSync('git', [...settings.flatMap((one) => ['-c', one]), ...args], { cwd, stdio: 'pipe' });
}

describe('diff of a repository that is not the plain case', () => {
  it('compares two-way where there is none', async () => {
    const { drift, diff } = await world();
    await drift();
    const report = await diff(folder({ 'web.yaml': configMap('green') }), '-f', 'web.yaml');
    expect(report).toMatchObject({ repository: null, ...drifted({ source: { line: 6, commit: null } }) });
  });

  it('reads a detached HEAD', async () => {
    const { drift, diff } = await world();
    const repo = repository();
    const first = repo.commit({ 'web.yaml': configMap('green') });
    repo.commit({ 'web.yaml': configMap('blue') });
    repo.git('checkout', '--quiet', '--detach', first);
    await drift();
    expect(await diff(repo.dir)).toMatchObject({
      warnings: [],
      repository: { revision: first, branch: null, dirty: false },
      ...drifted(),
    });
  });

  it('needs no upstream', async () => {
    const { apply, diff } = await world();
    await apply(configMap('green'));
    expect(await diff(repository({ 'web.yaml': configMap('green') }).dir)).toMatchObject({
      repository: { branch: 'main' },
      summary: { inSync: 1 },
      warnings: [],
      code: 0,
      stderr: '',
    });
  });

  it('names what a shallow clone knows', async () => {
    const { drift, diff } = await world();
    const repo = repository({ 'web.yaml': configMap('blue') });
    const head = repo.commit({ 'web.yaml': configMap('green') });
    const dir = clone(repo, '--depth=1');
    await drift();
    expect(await diff(dir)).toMatchObject({ repository: { revision: head }, ...drifted() });
  });

  it('reads a linked worktree on its own branch', async () => {
    const { drift, diff } = await world();
    const repo = repository({ 'web.yaml': configMap('blue') });
    const dir = join(folder(), 'linked');
    repo.git('worktree', 'add', '--quiet', '-b', 'side', dir);
    writeFileSync(join(dir, 'web.yaml'), configMap('green'));
    git(dir, 'commit', '--quiet', '-am', 'green');
    await drift();
    const expected = drifted({ source: { author: 'Bo' } });
    expect(await diff(dir)).toMatchObject({ repository: { branch: 'side' }, ...expected });
  });

  it('reads manifests of a submodule', async () => {
    const { drift, diff } = await world();
    const inner = repository({ 'web.yaml': configMap('green') });
    const outer = repository({ 'README.md': 'outer' });
    git(outer.dir, 'submodule', '--quiet', 'add', `file://${inner.dir}`, 'apps');
    outer.commit({}, 'submodule');
    await drift();
    expect(await diff(outer.dir, './apps')).toMatchObject({
      repository: { dirty: false },
      ...drifted({ source: { file: 'apps/web.yaml', line: 6 } }),
    });
  });

  it('says which submodule a commit is read without', async () => {
    const { apply, diff } = await world();
    const inner = repository({ 'web.yaml': configMap('green') });
    const outer = repository({ 'web.yaml': configMap('green') });
    git(outer.dir, 'submodule', '--quiet', 'add', `file://${inner.dir}`, 'apps');
    outer.commit({}, 'submodule');
    await apply(configMap('green'));
    expect(await diff(clone(outer), '--revision', 'HEAD')).toMatchObject({
      code: 0,
      summary: { inSync: 1 },
      warnings: [
        {
          code: 'SUBMODULE_NOT_FETCHED',
          message: 'the submodule apps is empty at this commit: its content is not here',
          hint: 'git submodule update --init apps',
        },
      ],
    });
  });

  it('says that it compared changes nobody committed', async () => {
    const { apply, diff } = await world();
    const repo = repository({ 'web.yaml': configMap('green') });
    await apply(configMap('green'));
    repo.write({ 'web.yaml': configMap('blue') });
    expect(await diff(repo.dir)).toMatchObject({
      code: 1,
      repository: { dirty: true },
      summary: { drifted: 0, pending: 1 },
      objects: [{ changes: [{ git: 'blue', live: 'green', moved: 'git' }] }],
    });
  });

  it('finds no drift where the cluster runs a newer commit than this checkout, and says that it is behind', async () => {
    const { apply, paint, diff } = await world();
    const repo = repository({ 'web.yaml': configMap('blue') });
    const dir = clone(repo);
    repo.commit({ 'web.yaml': configMap('green') });
    git(dir, 'fetch', '--quiet');
    await apply(configMap('green'));
    const first = await diff(dir);
    expect(first).toMatchObject({
      summary: { inSync: 1, drifted: 0, pending: 0 },
      warnings: [{ code: 'CHECKOUT_BEHIND', message: expect.stringContaining('1 commit behind') }],
    });
    expect(first.stderr).toContain('hint: git pull');
    expect(first.code).toBe(0);
    await paint('red');
    const second = await diff(dir);
    expect(second).toMatchObject(drifted());
  });
});

describe('a path that an environment configures', () => {
  it('is read as configured: its namespace, its values; with an app beside it both are', async () => {
    const cluster = sharedCluster();
    const namespace = await cluster.namespace('configured');
    const map = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
    const repo = repository({
      'redis/redis.yaml': map('redis'),
      'web/app/web.yaml': map('web'),
      '.gitops.yaml': `apiVersion: kubectl-gitops/v1
kind: Config
environments:
  - name: test
    server: ${cluster.server}
    apps: [{root: redis, namespace: ${namespace}}, {name: shop, root: web/app, namespace: ${namespace}}]
`,
    });
    await cluster.run(['apply', '-n', namespace, '-f', `${repo.dir}/redis`, '-f', `${repo.dir}/web/app`]);
    for (const targets of [['redis'], ['./redis', 'shop'], ['redis', './web/app'], []]) {
      const outcome = await gitops(['diff', ...targets, '-o', 'json'], {
        cwd: repo.dir,
        kubeconfig: cluster.kubeconfig,
      });
      const count = targets.length === 1 ? 1 : 2;
      expect(outcome.json()).toMatchObject({ summary: { objects: count, inSync: count } });
    }
  });
});

describe('uncommitted work', () => {
  it('in a base beside the overlay is not taken for git', async () => {
    const cluster = sharedCluster();
    const namespace = await cluster.namespace('dirty');
    const map = (color: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: base}\ndata: {color: ${color}}\n`;
    const repo = repository({
      'base/map.yaml': map('red'),
      'base/kustomization.yaml': 'resources: [map.yaml]\n',
      'prod/kustomization.yaml': `namespace: ${namespace}\nresources: [../base]\n`,
    });
    await cluster.run(['apply', '-k', `${repo.dir}/prod`]);
    const dirty = async () => {
      const options = { cwd: repo.dir, kubeconfig: cluster.kubeconfig };
      return objectAt((await gitops(['diff', './prod', '-o', 'json'], options)).json().repository).dirty;
    };
    expect(await dirty()).toBe(false);
    repo.write({ 'base/map.yaml': map('green') });
    expect(await dirty()).toBe(true);
  });
});
