import { beforeAll, describe, expect, it } from 'vitest';
import { CHART, controlled, installKinds } from '../../support/push/controlled.ts';
import { configMap, webDeployment } from '../../support/pushing.ts';
import { countingProxy } from '../../support/servers/counting-proxy.ts';

beforeAll(installKinds);

describe('without configuration the apps of the controllers are judged', () => {
  it('an app is affected by a values file outside of its chart', async () => {
    const { repo, apply, application, validate } = await controlled(() => ({
      ...CHART,
      'env/prod.values': 'size: two\n',
      'plain/cm.yaml': configMap('default', 'unread'),
    }));
    await apply(application('shop-web', { path: 'charts/web', helm: { valueFiles: ['/env/prod.values'] } }));
    repo.commit({ 'env/prod.values': 'size: three\n' });
    // nobody was asked before, and no found root reads the file
    expect((await validate()).rows).toEqual([]);
    repo.commit({ 'charts/web/values.yaml': 'size: four\n' });
    expect((await validate()).rows).toEqual(['argocd/shop-web charts/web valid 1 changed']);
    repo.commit({ 'charts/web/values.yaml': 'size: one\n', 'env/prod.values': 'size: five\n' });
    const { rows, problems } = await validate();
    expect(rows).toEqual(['argocd/shop-web charts/web valid 1 changed']);
    expect(problems).toEqual([]);
  });

  it('an app whose root is a plain directory, with its namespace', async () => {
    const { repo, apply, application, hook, validate } = await controlled(() => ({
      'deploy/web.yaml': webDeployment('here').replace('  namespace: here\n', ''),
      'other/web.yaml': webDeployment('nowhere'),
    }));
    await apply(application('web', { path: 'deploy' }));
    repo.commit({
      'deploy/web.yaml': webDeployment('here', '  replica: 4').replace('  namespace: here\n', ''),
    });
    const { rows, short } = await validate();
    expect(rows).toEqual(['argocd/web deploy invalid 1 changed']);
    expect(short).toEqual(['error UNKNOWN_FIELD deploy/web.yaml:7']);
    const pushed = await hook();
    expect(pushed.code).toBe(1);
    expect(pushed.stderr).toContain('in deploy (argocd/web)');
  });

  it('what no app deploys is nobody’s', async () => {
    const { repo, namespace, apply, application, hook } = await controlled((ns) => ({
      'deploy/cm.yaml': configMap(ns, 'one'),
      'staging/kustomization.yaml': 'resources: [cm.yaml]\n',
      'staging/cm.yaml': configMap(ns, 'two'),
    }));
    await apply(application('web', { path: 'deploy' }));
    repo.commit({ 'staging/cm.yaml': configMap(namespace, 'two', '{') });
    const { code, stderr } = await hook();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('a branch that an app follows is judged, another one advised', async () => {
    const { repo, namespace, apply, application, hook } = await controlled((ns) => ({
      'deploy/cm.yaml': configMap(ns, 'one'),
    }));
    await apply(application('web', { path: 'deploy', targetRevision: 'release' }));
    repo.commit({ 'deploy/cm.yaml': `${configMap(namespace, 'one')}datas: {a: b}\n` });
    const advised = await hook('main');
    expect(advised.code).toBe(0);
    expect(advised.stderr).toContain('warning  deploy/cm.yaml');
    expect((await hook('release')).code).toBe(1);
  });

  it('of two apps only the one that follows the branch is judged', async () => {
    const { repo, namespace, apply, application, hook } = await controlled((ns) => ({
      'deploy/cm.yaml': configMap(ns, 'one'),
    }));
    await apply(
      application('next', { path: 'deploy', targetRevision: 'next' }),
      application('web', { path: 'deploy', targetRevision: 'HEAD' }),
    );
    repo.commit({ 'deploy/cm.yaml': `${configMap(namespace, 'one')}datas: {a: b}\n` });
    const { code, stderr } = await hook('main');
    expect(code).toBe(1);
    expect(stderr).toContain('(argocd/web)');
    expect(stderr).not.toContain('argocd/next');
  });

  it('what a plugin renders is unrendered, and stops nobody', async () => {
    const { repo, apply, application, validate, hook } = await controlled(() => ({ 'deploy/a.txt': '1\n' }));
    await apply(application('web', { path: 'deploy', plugin: { name: 'mine' } }));
    repo.commit({ 'deploy/b.yaml': 'a: 2\n' });
    const { rows, problems } = await validate();
    expect(rows).toEqual(['argocd/web deploy unrendered']);
    expect(problems.map(({ message }) => message)).toEqual(['deploy is rendered by a plugin of Argo CD']);
    expect((await hook()).code).toBe(0);
  });

  it('several sources, of which one has the values of another', async () => {
    const { repo, apply, application, validate, remote } = await controlled((ns) => ({
      ...CHART,
      'env/prod.yaml': 'size: two\n',
      'extra/cm.yaml': configMap(ns, 'extra'),
    }));
    const own = { repoURL: remote, targetRevision: 'main' };
    const sources = [
      { ...own, ref: 'values' },
      { ...own, path: 'charts/web', helm: { valueFiles: ['$values/env/prod.yaml'] } },
      { ...own, path: 'extra' },
    ];
    await apply(application('web', {}, { source: undefined, sources }));
    repo.commit({ 'env/prod.yaml': 'size: three\n' });
    expect((await validate()).rows).toEqual(['argocd/web charts/web valid 1 changed']);
  });

  it('a Kustomization of Flux, by the branch of its source, with what it patches', async () => {
    const { repo, namespace, apply, remote, validate, hook } = await controlled((ns) => ({
      'apps/cm.yaml': configMap(ns, 'one'),
    }));
    const metadata = { name: 'apps', namespace };
    await apply(
      {
        apiVersion: 'source.toolkit.fluxcd.io/v1',
        kind: 'GitRepository',
        metadata,
        spec: { url: `file://${remote}`, ref: { branch: 'main' } },
      },
      {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata,
        spec: {
          path: './apps',
          prune: true,
          sourceRef: { kind: 'GitRepository', name: 'apps' },
          patches: [{ patch: '- {op: add, path: /datum, value: {a: b}}', target: { kind: 'ConfigMap' } }],
        },
      },
    );
    repo.commit({ 'apps/cm.yaml': configMap(namespace, 'one', 'two') });
    const { rows, short } = await validate();
    expect(rows).toEqual([`flux/${namespace}/apps apps invalid 1 changed`]);
    expect(short.map((one) => one.split(' ').slice(0, 2).join(' '))).toEqual(['error UNKNOWN_FIELD']);
    expect((await hook('main')).code).toBe(1);
    expect((await hook('feature')).code).toBe(0);
  });
});

describe('what was deployed when the cluster was last asked', () => {
  it('tells that a push touches nothing, without asking', async () => {
    const { cluster, repo, namespace, apply, application, hook } = await controlled((ns) => ({
      'deploy/cm.yaml': configMap(ns, 'one'),
    }));
    // of several that are called the same in a cluster each is asked for by itself
    await apply(application('asked-once', { path: 'deploy' }));
    const requests: string[] = [];
    await using proxy = await countingProxy(cluster, requests);
    const { kubeconfig } = proxy;
    repo.commit({ 'README.md': 'two\n' });
    await hook('main', { kubeconfig });
    repo.git('push', '--quiet');
    repo.commit({ 'deploy/cm.yaml': configMap(namespace, 'one', 'two') });
    await hook('main', { kubeconfig });
    expect(requests.filter((one) => /\/applications\b/.test(one))).toHaveLength(1);
    repo.git('push', '--quiet');
    requests.length = 0;
    repo.commit({ 'other/cm.yaml': configMap(namespace, 'other'), 'README.md': 'three\n' });
    const { code, stderr } = await hook('main', { kubeconfig });
    expect({ code, stderr, requests }).toEqual({ code: 0, stderr: '', requests: [] });
  });

  it('stands in for a cluster that cannot be reached, and that is said', async () => {
    const { cluster, repo, namespace, apply, application, hook } = await controlled((ns) => ({
      ...CHART,
      'deploy/cm.yaml': configMap(ns, 'one'),
    }));
    await apply(
      application('plain', { path: 'deploy' }),
      application('web', { path: 'charts/web', helm: { parameters: [{ name: 'size', value: 'hush' }] } }),
    );
    const proxy = await countingProxy(cluster, []);
    const { kubeconfig } = proxy;
    repo.commit({ 'deploy/cm.yaml': configMap(namespace, 'one', 'two') });
    await hook('main', { kubeconfig });
    await proxy[Symbol.asyncDispose]();
    repo.commit({
      'deploy/cm.yaml': configMap(namespace, 'one', '{'),
      'charts/web/values.yaml': 'size: two\n',
    });
    const { code, stderr } = await hook('main', { kubeconfig });
    expect(code).toBe(1);
    expect(stderr).toContain('RENDER_FAILED');
    expect(stderr).toContain('(argocd/plain)');
    expect(stderr).toMatch(/was not asked .* of the apps that it had at \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
    expect(stderr).toContain('charts/web is rendered with values that only context counted has');
  });

  it('belongs to one context: another one has its own', async () => {
    const { cluster, repo, namespace, apply, application, hook } = await controlled((ns) => ({
      'deploy/cm.yaml': configMap(ns, 'one'),
      'kustomization.yaml': 'resources: []\n',
    }));
    await apply(application('web', { path: 'deploy' }));
    repo.commit({ 'deploy/cm.yaml': configMap(namespace, 'one', 'two') });
    expect((await hook()).stderr).toContain('1 root');
    const proxy = await countingProxy(cluster, []);
    const { kubeconfig } = proxy;
    await proxy[Symbol.asyncDispose]();
    const { code, stderr } = await hook('main', { kubeconfig });
    expect(code).toBe(0);
    expect(stderr).not.toContain('argocd/web');
  });
});

describe('by name', () => {
  it.each(['argocd/shop', 'shop', './deploy'])('%s', async (target) => {
    const { repo, namespace, apply, application, validate } = await controlled((ns) => ({
      'deploy/cm.yaml': configMap(ns, 'one'),
      'other/cm.yaml': configMap(ns, 'two'),
    }));
    await apply(application('shop', { path: 'deploy' }), application('other', { path: 'other' }));
    repo.commit({
      'deploy/cm.yaml': configMap(namespace, 'one', 'two'),
      'other/cm.yaml': configMap(namespace, 'two', 'two'),
    });
    const { rows } = await validate([target]);
    expect(rows).toEqual(['argocd/shop deploy valid 1 changed']);
  });
});
