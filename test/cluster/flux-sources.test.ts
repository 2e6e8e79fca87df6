import { beforeAll, expect, it } from 'vitest';
import { isArray, type JsonObject, objectAt } from '../../src/object.ts';
import { installFluxKinds } from '../support/crds/controllers.ts';
import { gitops } from '../support/gitops.ts';
import { repository } from '../support/repository.ts';
import { sharedCluster } from '../support/servers/shared-cluster.ts';

const cluster = sharedCluster();

beforeAll(() => installFluxKinds(cluster));

const DIGEST = '5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03';

const configMap = (name: string, namespace: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data: { a: 'git' },
});

/** What source-watcher makes of `apps/` of a repository, and a Kustomization of it that deployed `commit`. */
function flux(namespace: string, url: string, commit: string): readonly JsonObject[] {
  const copy = (dir: string) => ({ from: `@fleet/apps/${dir}/**`, to: `@artifact/${dir}/` });
  const generated = { apiVersion: 'source.extensions.fluxcd.io/v1beta1', kind: 'ArtifactGenerator' };
  const artifact = (name: string) => ({
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'ExternalArtifact',
    metadata: { name, namespace },
    spec: { sourceRef: { ...generated, name: 'split', namespace } },
  });
  const group = 'kustomize.toolkit.fluxcd.io';
  const kustomization = (name: string, path: string, kind: string, status: JsonObject) => ({
    apiVersion: `${group}/v1`,
    kind: 'Kustomization',
    metadata: { name, namespace, labels: { [`${group}/name`]: 'fleet', [`${group}/namespace`]: namespace } },
    spec: { path, prune: true, interval: '1h', sourceRef: { kind, name } },
    status,
  });
  return [
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name: 'fleet', namespace },
      spec: { url, ref: { branch: 'main' }, interval: '1h' },
    },
    {
      ...generated,
      metadata: { name: 'split', namespace },
      spec: {
        sources: [{ alias: 'fleet', kind: 'GitRepository', name: 'fleet' }],
        artifacts: [
          { name: 'apps', originRevision: '@fleet', copy: [copy('base'), copy('prod')] },
          { name: 'merged', copy: [copy('base'), { ...copy('prod'), strategy: 'Merge' }] },
        ],
      },
    },
    artifact('apps'),
    artifact('merged'),
    kustomization('fleet', './clusters/prod', 'GitRepository', {}),
    kustomization('apps', './prod', 'ExternalArtifact', {
      lastAppliedRevision: `latest@sha256:${DIGEST}`,
      lastAppliedOriginRevision: `main@sha1:${commit}`,
      inventory: { entries: [{ id: `${namespace}_settings__ConfigMap`, v: 'v1' }] },
    }),
    kustomization('merged', './prod', 'ExternalArtifact', {}),
  ];
}

it('what an artifact of this repository deploys is compared with the directory that it was made of', async () => {
  const namespace = await cluster.namespace('artifact');
  const settings = configMap('settings', namespace);
  const repo = repository({
    'apps/base/kustomization.yaml': 'resources: [settings.yaml]\n',
    'apps/base/settings.yaml': `${JSON.stringify(settings)}\n`,
    'apps/prod/kustomization.yaml': 'resources: [../base]\n',
    'clusters/prod/kustomization.yaml': 'resources: []\n',
  });
  const url = `https://git.example.com/acme/${namespace}.git`;
  repo.git('remote', 'add', 'origin', url);
  const commit = repo.git('rev-parse', 'HEAD').trim();
  const apply = (objects: readonly JsonObject[], manager: string) =>
    cluster.run(['apply', '--server-side', `--field-manager=${manager}`, '--force-conflicts', '-f', '-'], {
      input: objects.map((object) => JSON.stringify(object)).join('\n---\n'),
    });
  await apply([settings], 'kustomize-controller');
  await apply(flux(namespace, url, commit), 'flux');
  await apply([{ ...settings, data: { a: 'live' } }], 'kubectl-edit');

  const ask = async (...args: readonly string[]) =>
    (await gitops([...args, '-o', 'json'], { cwd: repo.dir, kubeconfig: cluster.kubeconfig })).json();
  const { objects } = await ask('diff');
  expect(objects).toMatchObject([
    {
      name: 'settings',
      status: 'drifted',
      moved: 'live',
      app: { name: `flux/${namespace}/apps`, deployer: 'flux', root: 'apps/prod', deployedRevision: commit },
      source: { file: 'apps/base/settings.yaml' },
      changes: [{ git: 'git', live: 'live', fate: 'reverted' }],
    },
  ]);

  const { apps } = await ask('status');
  const told = (isArray(apps) ? apps : []).map((app) => {
    const { name, root, state, deployed, error } = objectAt(app);
    return [name, root, state, objectAt(deployed).revision ?? null, error];
  });
  const split = `ArtifactGenerator ${namespace}/split`;
  expect(told.filter(([name]) => name !== `flux/${namespace}/fleet`)).toEqual([
    [`flux/${namespace}/apps`, 'apps/prod', 'drifted', commit, null],
    [
      `flux/${namespace}/merged`,
      'prod',
      'unknown',
      null,
      `ExternalArtifact ${namespace}/merged is no directory of this repository: ${split} merges @fleet/apps/prod/** into other files`,
    ],
  ]);
});

it('a source that nothing declares is presumed until the cluster has one, which is said once', async () => {
  const namespace = await cluster.namespace('presumed');
  const kustomization = (name: string) => ({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace },
    spec: { path: `./${name}`, prune: true, sourceRef: { kind: 'GitRepository', name: 'flux-system' } },
  });
  const repo = repository({
    'bootstrap/one.yaml': JSON.stringify(kustomization('one')),
    'bootstrap/two.yaml': JSON.stringify(kustomization('two')),
    'one/one.yaml': JSON.stringify(configMap('one', namespace)),
    'two/two.yaml': JSON.stringify(configMap('two', namespace)),
  });
  const url = `https://git.example.com/acme/${namespace}.git`;
  repo.git('remote', 'add', 'origin', url);
  const told = async () => {
    const outcome = await gitops(['status', '-o', 'json'], { cwd: repo.dir, kubeconfig: cluster.kubeconfig });
    const { apps, warnings } = outcome.json();
    return {
      apps: (isArray(apps) ? apps : []).map((app) => [objectAt(app).name, objectAt(app).follows]),
      warnings: (isArray(warnings) ? warnings : []).map((one) => objectAt(one).code),
    };
  };
  const apps = (follows: string | null) =>
    ['one', 'two'].map((name) => [`flux/${namespace}/${name}`, follows]);
  expect(await told()).toEqual({ apps: apps(null), warnings: ['PRESUMED_SOURCE'] });

  const source = (from: string) => ({
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: 'flux-system', namespace },
    spec: { url: from, ref: { branch: 'next' } },
  });
  await cluster.run(['apply', '-f', '-'], { input: JSON.stringify(source(url)) });
  expect(await told()).toEqual({ apps: apps('next'), warnings: [] });
  await cluster.run(['apply', '-f', '-'], { input: JSON.stringify(source('https://git.example.com/x/y')) });
  expect((await told()).apps).not.toEqual(apps('next'));
});
