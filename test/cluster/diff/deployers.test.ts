import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildTool } from '../../support/programs/build.ts';
import type { Cluster } from '../../support/servers/cluster.ts';
import { controllerCrd } from '../../support/crds/controllers.ts';
import { untilEstablished } from '../../support/servers/established.ts';
import { gitops } from '../../support/gitops.ts';
import { repository, type TestRepository } from '../../support/repository.ts';
import { run } from '../../support/run.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';

beforeAll(async () => {
  const cluster = sharedCluster();
  for (const object of [
    controllerCrd('argoproj.io', 'Application', 'v1alpha1'),
    controllerCrd('kustomize.toolkit.fluxcd.io', 'Kustomization', 'v1'),
  ]) {
    await cluster.run(['apply', '--server-side', '-f', '-'], { input: JSON.stringify(object) });
    await untilEstablished(cluster, `crd/${object.metadata.name}`);
  }
});

const configMap = (namespace: string, data: string, name = 'settings') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: ${namespace}}\ndata: ${data}\n`;

/** A ConfigMap that Argo CD deployed: applied with its manager, its mark, and an Application that says from which commit. */
async function argo(history: (commits: readonly string[]) => string) {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace('argo');
  const repo = repository({
    'settings.yaml': configMap(namespace, '{a: one, b: one}'),
    'other.yaml': configMap(namespace, '{}', 'other'),
  });
  const first = repo.git('rev-parse', 'HEAD').trim();
  await deploy(cluster, namespace, repo);
  const second = repo.commit({ 'settings.yaml': configMap(namespace, '{a: one, b: two}') });
  const application = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'settings', namespace },
    spec: { source: { repoURL: 'https://example.com/shop.git', path: '.' } },
    status: {
      history: [{ revision: history([first, second]) }],
      sync: { status: 'OutOfSync', revision: second },
    },
  };
  await cluster.run(['apply', '--server-side', '-f', '-'], { input: JSON.stringify(application) });
  const diff = async () => {
    const outcome = await gitops(['diff', '-o', 'json'], { cwd: repo.dir, kubeconfig: cluster.kubeconfig });
    return { code: outcome.code, ...outcome.json() };
  };
  return { cluster, namespace, repo, first, second, diff };
}

async function deploy(cluster: Cluster, namespace: string, { dir }: TestRepository): Promise<void> {
  const flags = ['--server-side', '--field-manager=argocd-controller', '--force-conflicts'];
  await cluster.run(['apply', ...flags, '-f', dir]);
  const id = `${namespace}_settings:/ConfigMap:${namespace}/settings`;
  const annotation = `argocd.argoproj.io/tracking-id=${id}`;
  await cluster.run([
    'annotate',
    'configmap/settings',
    '-n',
    namespace,
    annotation,
    '--field-manager=argocd-controller',
  ]);
}

describe('a deployed revision that is known', () => {
  it('tells what git changed since from what somebody changed live', async () => {
    const { cluster, namespace, first, diff } = await argo(([one = '']) => one);
    await cluster.run(['patch', 'configmap/settings', '-n', namespace, '-p', '{"data":{"a":"mine"}}']);
    expect(await diff()).toMatchObject({
      code: 1,
      objects: [
        {
          status: 'conflict',
          app: { deployer: 'argocd', deployedRevision: first },
          changes: [
            { path: '.data.a', git: 'one', live: 'mine', moved: 'live' },
            { path: '.data.b', git: 'two', live: 'one', moved: 'git' },
          ],
        },
      ],
      warnings: [],
    });
  });

  it('tells an object that somebody deleted from one that was not deployed yet', async () => {
    const { cluster, namespace, repo, diff } = await argo(([one = '']) => one);
    repo.commit({ 'new.yaml': configMap(namespace, '{}', 'new') });
    await cluster.run(['create', 'configmap', 'gone', '-n', namespace]);
    expect(await diff()).toMatchObject({
      objects: [
        { name: 'new', status: 'absent', moved: 'git' },
        { name: 'settings', status: 'pending' },
      ],
    });
  });

  it('of a commit that was never fetched is unknown, and said', async () => {
    const { diff } = await argo(() => '1234567890123456789012345678901234567890');
    expect(await diff()).toMatchObject({
      objects: [{ status: 'pending' }],
      warnings: [{ code: 'REVISION_NOT_FETCHED', hint: 'git fetch' }],
    });
  });

  it('that a stale checkout lacks is what git says', async () => {
    const { cluster, namespace, repo, second, diff } = await argo(([, two = '']) => two);
    await deploy(cluster, namespace, repo);
    repo.git('checkout', '--quiet', '--detach', 'HEAD~1');
    expect(await diff()).toMatchObject({
      code: 0,
      summary: { inSync: 2 },
      warnings: [{ code: 'CHECKOUT_BEHIND', message: expect.stringContaining(second.slice(0, 7)) }],
    });
  });
});

describe('orphans that a deployer lists', () => {
  it('Flux: of a kind that git no longer declares at all', async () => {
    const cluster = sharedCluster();
    const namespace = await cluster.namespace('flux');
    const repo = repository({ 'settings.yaml': configMap(namespace, '{a: one}') });
    const marks =
      `kustomize.toolkit.fluxcd.io/name=apps,kustomize.toolkit.fluxcd.io/namespace=${namespace}`.split(',');
    const flags = ['--server-side', '--field-manager=kustomize-controller'];
    await cluster.run(['apply', ...flags, '-f', repo.dir]);
    await cluster.run(['create', 'serviceaccount', 'left', '-n', namespace]);
    await cluster.run(['create', 'serviceaccount', 'copied', '-n', namespace]);
    for (const object of ['configmap/settings', 'serviceaccount/left'])
      await cluster.run(['label', object, '-n', namespace, ...marks, '--field-manager=kustomize-controller']);
    const entries = ['settings__ConfigMap', 'left__ServiceAccount', 'copied__ServiceAccount'];
    const kustomization = {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: 'apps', namespace },
      status: { inventory: { entries: entries.map((id) => ({ id: `${namespace}_${id}`, v: 'v1' })) } },
    };
    await cluster.run(['apply', '--server-side', '-f', '-'], { input: JSON.stringify(kustomization) });
    const outcome = await gitops(['diff', '-o', 'json'], { cwd: repo.dir, kubeconfig: cluster.kubeconfig });
    expect(outcome.json()).toMatchObject({
      summary: { inSync: 1, orphan: 1 },
      objects: [
        { kind: 'ServiceAccount', name: 'left', status: 'orphan', moved: 'git', app: { deployer: 'flux' } },
      ],
    });
  });

  it('Helm: what the release holds and the chart no longer renders', async () => {
    const cluster = sharedCluster();
    const namespace = await cluster.namespace('helm');
    const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: left}\n';
    const settings = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n';
    const repo = repository({
      'Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 0.1.0\n',
      'templates/settings.yaml': settings,
      'templates/account.yaml': account,
    });
    const helm = await buildTool('helm3');
    const env = { KUBECONFIG: cluster.kubeconfig, HELM_CACHE_HOME: repo.dir, HELM_CONFIG_HOME: repo.dir };
    await run(helm, ['install', 'shop', repo.dir, '-n', namespace], { env });
    repo.git('rm', '--quiet', 'templates/account.yaml');
    const path = `${join(helm, '..')}:${process.env.PATH ?? ''}`;
    const options = { cwd: repo.dir, kubeconfig: cluster.kubeconfig, env: { PATH: path } };
    const outcome = await gitops(['diff', '-o', 'json', '-n', namespace], options);
    expect(outcome.json()).toMatchObject({
      summary: { inSync: 1, orphan: 1 },
      objects: [{ kind: 'ServiceAccount', name: 'left', status: 'orphan', app: { deployer: 'helm' } }],
    });
  });
});
