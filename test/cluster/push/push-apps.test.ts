import { delimiter, dirname } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { isArray, objectAt } from '../../../src/object.ts';
import { buildTool } from '../../support/programs/build.ts';
import { countingProxy } from '../../support/servers/counting-proxy.ts';
import type { GitopsOptions } from '../../support/gitops.ts';
import { rootRow } from '../../support/look.ts';
import { openKind } from '../../support/push/world.ts';
import { configMap, pushing, webDeployment } from '../../support/pushing.ts';
import { folder } from '../../support/repository.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';

beforeAll(async () => {
  const items = [
    openKind('argoproj.io', 'Application', 'v1alpha1'),
    openKind('argoproj.io', 'ApplicationSet', 'v1alpha1'),
    openKind('kustomize.toolkit.fluxcd.io', 'Kustomization', 'v1'),
    openKind('source.toolkit.fluxcd.io', 'GitRepository', 'v1'),
  ];
  const cluster = sharedCluster();
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  await cluster.run(['apply', '--server-side', '--force-conflicts', '-f', '-'], { input });
  await cluster.run(['wait', '--for=condition=Established', 'crd', '--all']);
});

const CHART = {
  'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
  'charts/web/values.yaml': 'size: one\n',
  'charts/web/templates/cm.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}}\ndata: {size: {{ .Values.size | quote }}}\n',
};

/** A repository whose first commit is pushed, and objects of controllers that deploy it; nothing is remembered yet. */
async function deployed(files: (namespace: string) => Readonly<Record<string, string>>) {
  const world = await pushing((namespace) => ({ 'README.md': 'a shop\n', ...files(namespace) }), {
    applied: false,
  });
  const programs = [await buildTool('helm4'), await buildTool('kustomize')].map((one) => dirname(one));
  const env = { XDG_CACHE_HOME: folder(), PATH: [...programs, process.env.PATH].join(delimiter) };
  const { cluster, namespace, remote } = world;
  const application = (name: string, source: object, more: object = {}) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace },
    spec: {
      project: 'default',
      source: { repoURL: remote, targetRevision: 'main', ...source },
      destination: { server: 'https://kubernetes.default.svc', namespace },
      ...more,
    },
  });
  const apply = async (...objects: readonly object[]) => {
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
    await cluster.run(['apply', '--server-side', '--force-conflicts', '-f', '-'], { input });
  };
  const hook = (ref?: string, options: Partial<GitopsOptions> = {}) => world.hook(ref, { env, ...options });
  const validate = async (args: readonly string[] = [], options: Partial<GitopsOptions> = {}) => {
    const { report, ...rest } = await world.validate(args, { env, ...options });
    const rows = isArray(report.roots) ? report.roots.map((one) => rootRow(objectAt(one))) : [];
    return { ...rest, rows };
  };
  return { ...world, env, apply, application, hook, validate };
}

describe('without configuration the apps of the controllers are judged', () => {
  it('an app is affected by a values file outside of its chart', async () => {
    const { repo, apply, application, validate } = await deployed(() => ({
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
    const { repo, apply, application, hook, validate } = await deployed(() => ({
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
    const { repo, namespace, apply, application, hook } = await deployed((ns) => ({
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
    const { repo, namespace, apply, application, hook } = await deployed((ns) => ({
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
    const { repo, namespace, apply, application, hook } = await deployed((ns) => ({
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
    const { repo, apply, application, validate, hook } = await deployed(() => ({ 'deploy/a.txt': '1\n' }));
    await apply(application('web', { path: 'deploy', plugin: { name: 'mine' } }));
    repo.commit({ 'deploy/b.yaml': 'a: 2\n' });
    const { rows, problems } = await validate();
    expect(rows).toEqual(['argocd/web deploy unrendered']);
    expect(problems.map(({ message }) => message)).toEqual(['deploy is rendered by a plugin of Argo CD']);
    expect((await hook()).code).toBe(0);
  });

  it('several sources, of which one has the values of another', async () => {
    const { repo, apply, application, validate, remote } = await deployed((ns) => ({
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
    const { repo, namespace, apply, remote, validate, hook } = await deployed((ns) => ({
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

describe('what the push itself changes of an app', () => {
  it('its own object, read at both ends', async () => {
    const { repo, namespace, apply, application, validate } = await deployed(() => CHART);
    const sized = (value: string) =>
      application('web', { path: 'charts/web', helm: { parameters: [{ name: 'size', value }] } });
    repo.commit({ 'argo/web.yaml': JSON.stringify(sized('two')) });
    repo.git('push', '--quiet');
    await apply(sized('two'));
    repo.commit({ 'argo/web.yaml': JSON.stringify(sized('three')) });
    expect((await validate()).rows).toEqual(['argocd/web charts/web valid 1 changed']);
    // another cluster's app may be called the same
    repo.commit({ 'argo/web.yaml': JSON.stringify(sized('two')) });
    repo.commit({
      'argo/elsewhere.yaml': JSON.stringify({ ...sized('nine'), metadata: { name: 'web', namespace } }),
    });
    expect((await validate(['--base', 'HEAD~1'])).rows).toEqual([]);
  });

  it('an app that an app of apps brings is new, and one that it loses is removed', async () => {
    const { repo, namespace, apply, application, validate } = await deployed((ns) => ({
      'one/cm.yaml': configMap(ns, 'one'),
      'two/cm.yaml': configMap(ns, 'two'),
      'argo/empty.yaml': '# nothing yet\n',
    }));
    await apply(application('apps', { path: 'argo' }));
    const child = application('two', { path: 'two' });
    repo.commit({
      'argo/two.yaml': JSON.stringify(child),
      'elsewhere/one.yaml': JSON.stringify(application('one', { path: 'one' })),
    });
    expect((await validate()).rows).toEqual([
      'argocd/apps argo valid 1 created',
      'argocd/two two valid 1 created',
    ]);
    repo.git('push', '--quiet');
    const tracking = `apps:argoproj.io/Application:${namespace}/two`;
    await apply({
      ...child,
      metadata: { ...child.metadata, annotations: { 'argocd.argoproj.io/tracking-id': tracking } },
    });
    repo.git('rm', '--quiet', 'argo/two.yaml');
    repo.commit({});
    expect((await validate()).rows).toEqual([
      'argocd/apps argo valid 1 deleted',
      'argocd/two two removed 1 deleted',
    ]);
  });
});

describe('what makes apps is read at both ends', () => {
  /** As the controller makes it: the collector takes away at once what nobody owns. */
  const made = async <T extends { readonly metadata: object }>(application: T, namespace: string) => {
    const uid = await sharedCluster().run([
      'get',
      'applicationset',
      'shop',
      '-n',
      namespace,
      '-o',
      'jsonpath={.metadata.uid}',
    ]);
    const owner = { apiVersion: 'argoproj.io/v1alpha1', kind: 'ApplicationSet', name: 'shop', uid };
    return { ...application, metadata: { ...application.metadata, ownerReferences: [owner] } };
  };
  const setOf = (namespace: string, generators: readonly object[], template: object) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: 'shop', namespace },
    spec: { goTemplate: true, goTemplateOptions: ['missingkey=error'], generators, template },
  });

  it('a directory that comes is an app, and one that goes was one', async () => {
    const { repo, remote, namespace, apply, application, validate, hook } = await deployed((ns) => ({
      'apps/one/cm.yaml': configMap(ns, 'one'),
    }));
    const { spec } = application('any', { path: '{{ .path.path }}' });
    const git = { repoURL: remote, revision: 'main', directories: [{ path: 'apps/*' }] };
    const set = setOf(namespace, [{ git }], {
      metadata: { name: '{{ .path.basename }}' },
      spec,
    });
    await apply(set);
    await apply(await made(application('one', { path: 'apps/one' }), namespace));
    repo.commit({ 'apps/two/cm.yaml': configMap(namespace, 'two') });
    expect((await validate()).rows).toEqual(['argocd/two apps/two valid 1 created']);
    // what was deployed a minute ago is known, and that a set looks for more
    repo.commit({ 'apps/two/cm.yaml': configMap(namespace, 'Two') });
    expect((await hook('main')).stderr).toContain('apps/two/cm.yaml');
    repo.commit({ 'apps/two/cm.yaml': configMap(namespace, 'two') });
    repo.git('rm', '-r', '--quiet', 'apps/one');
    repo.commit({});
    expect((await validate()).rows).toEqual([
      'argocd/one apps/one removed 1 deleted',
      'argocd/two apps/two valid 1 created',
    ]);
  });

  it('a set that is changed changes what it makes; one that does not resolve stops the push', async () => {
    const { repo, namespace, apply, application, validate, hook } = await deployed((ns) => ({
      ...CHART,
      'one/cm.yaml': configMap(ns, 'one'),
    }));
    const web = (value: string) =>
      application('web', { path: 'charts/web', helm: { parameters: [{ name: 'size', value }] } });
    const set = (value: string) =>
      setOf(namespace, [{ list: { elements: [{ app: 'web' }] } }], {
        metadata: { name: '{{ .app }}' },
        spec: web(value).spec,
      });
    await apply(set('two'), application('sets', { path: 'argo' }));
    await apply(await made(web('two'), namespace));
    repo.commit({ 'argo/set.yaml': JSON.stringify(set('two')) });
    repo.git('push', '--quiet');
    repo.commit({ 'argo/set.yaml': JSON.stringify(set('three')) });
    expect((await validate()).rows).toEqual([
      'argocd/sets argo valid 1 changed',
      'argocd/web charts/web valid 1 changed',
    ]);
    repo.commit({ 'argo/set.yaml': JSON.stringify(set('{{ .size }}')) });
    const { problems } = await validate();
    expect(problems.map(({ code, source }) => [code, source])).toEqual([
      ['RENDER_FAILED', { file: 'argo/set.yaml', line: null }],
    ]);
    expect(problems[0]?.message).toContain('ApplicationSet');
    expect((await hook('main')).code).toBe(1);
  });

  it('apps of a kustomization, by what it patches', async () => {
    const { repo, apply, application, validate } = await deployed(() => ({
      ...CHART,
      'argo/base/kustomization.yaml': 'resources: []\n',
    }));
    const web = application('web', {
      path: 'charts/web',
      helm: { parameters: [{ name: 'size', value: 'two' }] },
    });
    const patch = (value: string) =>
      JSON.stringify([{ op: 'replace', path: '/spec/source/helm/parameters/0/value', value }]);
    const layer = (size: string) =>
      `resources: [../base]\npatches:\n  - {target: {kind: Application}, patch: '${patch(size)}'}\n`;
    repo.commit({
      'argo/base/kustomization.yaml': 'resources: [web.yaml]\n',
      'argo/base/web.yaml': JSON.stringify(web),
      'argo/prod/kustomization.yaml': layer('two'),
    });
    repo.git('push', '--quiet');
    await apply(application('apps', { path: 'argo/prod' }));
    const tracking = `apps:argoproj.io/Application:${web.metadata.namespace}/web`;
    await apply({
      ...web,
      metadata: { ...web.metadata, annotations: { 'argocd.argoproj.io/tracking-id': tracking } },
    });
    repo.commit({ 'argo/prod/kustomization.yaml': layer('three') });
    expect((await validate()).rows).toEqual([
      'argocd/apps argo/prod valid 1 changed',
      'argocd/web charts/web valid 1 changed',
    ]);
  });

  it('apps of a chart, by its values', async () => {
    const { repo, remote, namespace, apply, application, validate } = await deployed((ns) => ({
      'two/cm.yaml': configMap(ns, 'two'),
      'apps/Chart.yaml': 'apiVersion: v2\nname: apps\nversion: 0.1.0\n',
      'apps/values.yaml': 'apps: []\n',
    }));
    const template = `{{ range .Values.apps }}---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: {{ . }}}
spec:
  project: default
  source: {repoURL: "${remote}", targetRevision: main, path: {{ . }}}
  destination: {server: "https://kubernetes.default.svc", namespace: ${namespace}}
{{ end }}`;
    repo.commit({ 'apps/templates/apps.yaml': template });
    repo.git('push', '--quiet');
    await apply(application('apps', { path: 'apps' }));
    repo.commit({ 'apps/values.yaml': 'apps: [two]\n' });
    expect((await validate()).rows).toEqual([
      'argocd/apps apps valid 1 created',
      'argocd/two two valid 1 created',
    ]);
  });
});

describe('what was deployed when the cluster was last asked', () => {
  it('tells that a push touches nothing, without asking', async () => {
    const { cluster, repo, namespace, apply, application, hook } = await deployed((ns) => ({
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
    const { cluster, repo, namespace, apply, application, hook } = await deployed((ns) => ({
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
    const { cluster, repo, namespace, apply, application, hook } = await deployed((ns) => ({
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
    const { repo, namespace, apply, application, validate } = await deployed((ns) => ({
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
