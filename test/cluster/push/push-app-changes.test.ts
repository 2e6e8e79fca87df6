import { beforeAll, describe, expect, it } from 'vitest';
import { CHART, controlled, installKinds } from '../../support/push/controlled.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';
import { configMap } from '../../support/pushing.ts';

beforeAll(installKinds);

describe('what the push itself changes of an app', () => {
  it('its own object, read at both ends', async () => {
    const { repo, namespace, apply, application, validate } = await controlled(() => CHART);
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
    const { repo, namespace, apply, application, validate } = await controlled((ns) => ({
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
    const { repo, remote, namespace, apply, application, validate, hook } = await controlled((ns) => ({
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
    const { repo, namespace, apply, application, validate, hook } = await controlled((ns) => ({
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
    const { repo, apply, application, validate } = await controlled(() => ({
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
    const { repo, remote, namespace, apply, application, validate } = await controlled((ns) => ({
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
