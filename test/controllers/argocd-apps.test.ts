import { beforeAll, describe, expect, it } from 'vitest';
import { isArray, type JsonObject, objectAt } from '../../src/object.ts';
import { type ArgoCd, selfHealing, startArgoCd } from '../support/argocd/argocd.ts';
import { gitops } from '../support/gitops.ts';
import { sharedCluster } from '../support/servers/shared-cluster.ts';
import { configMap, deployment } from './fixtures.ts';

let argocd: ArgoCd;
beforeAll(async () => {
  argocd = await startArgoCd(sharedCluster());
  return () => argocd.stop();
});

const run = (dir: string, ...args: readonly string[]) =>
  gitops(args, { cwd: dir, kubeconfig: argocd.cluster.kubeconfig });

async function statuses(dir: string): Promise<Readonly<Record<string, JsonObject>>> {
  const { apps } = (await run(dir, 'status', '-o', 'json')).json();
  const all = (isArray(apps) ? apps : []).map((app) => objectAt(app));
  return Object.fromEntries(all.map((app) => [String(app.name), app]));
}

describe('without configuration, the Applications of a repository are its apps', () => {
  it('each with its root, its namespace, its commit and its state', async () => {
    const web = await argocd.app({
      name: 'shop-web',
      files: {
        'web/web.yaml': deployment(),
        'web/one.yaml': configMap('one'),
        'other/x.yaml': configMap('x'),
      },
      source: { path: 'web' },
      syncPolicy: selfHealing,
    });
    const { repo } = web;
    const other = await argocd.app({ name: 'shop-other', repo, source: { path: 'other' } });
    const gone = await argocd.app({ name: 'shop-gone', repo, source: { path: 'nowhere' } });
    await argocd.app({ name: 'elsewhere', files: { 'app/y.yaml': configMap('y') } });
    const first = repo.git('rev-parse', 'HEAD').trim();
    await web.untilSynced();
    await other.sync();
    await gone.refresh();
    repo.commit({ 'other/x.yaml': configMap('x', '{a: two}') }, 'two instead of one');
    await argocd.cluster.run(['label', 'configmap/one', 'x=y', '-n', web.target]);

    const apps = await statuses(repo.dir);
    expect(Object.keys(apps).sort()).toEqual(['argocd/shop-gone', 'argocd/shop-other', 'argocd/shop-web']);
    expect(apps['argocd/shop-web']).toMatchObject({ state: 'drifted', drifted: 1, behind: 0 });
    expect(apps['argocd/shop-web']?.deployed).toMatchObject({
      revision: first,
      subject: 'first',
      author: 'Ada',
    });
    expect(apps['argocd/shop-other']).toMatchObject({
      state: 'behind',
      behind: 1,
      root: 'other',
      follows: 'main',
    });
    expect(apps['argocd/shop-gone']).toMatchObject({ state: 'failed', deployed: null });
    expect(apps['argocd/shop-gone']?.error).toMatch(/nowhere/);

    const one = await run(repo.dir, 'diff', 'shop-other');
    expect(one.stdout).toContain(`v1 ConfigMap ${other.target}/x  pending  other  (argocd/shop-other)`);
    expect(one.stdout).toContain('git changed it; not deployed yet');
    const all = await run(repo.dir, 'diff');
    expect(all.stdout).toContain('3 apps, 3 objects: 1 in sync, 1 drifted (1 field), 1 pending');
    expect(all.stderr).toContain('nowhere does not exist (NO_SUCH_PATH)');
    expect(all.code).toBe(6);
  });

  it('what cannot be rendered has not left git', async () => {
    const app = await argocd.app({ files: { 'app/one.yaml': configMap('one') }, syncPolicy: selfHealing });
    await app.untilSynced();
    app.repo.commit({ 'app/kustomization.yaml': 'resources: [missing.yaml]\n' }, 'broken');
    const { stdout, code } = await run(app.repo.dir, 'diff');
    expect(stdout).not.toContain('orphan');
    expect(code).toBe(3);
  });
});
