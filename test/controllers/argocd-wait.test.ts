import { beforeAll, describe, expect, it } from 'vitest';
import { objectAt } from '../../src/object.ts';
import { type ArgoCd, selfHealing, startArgoCd } from '../support/argocd/argocd.ts';
import type { Cluster } from '../support/servers/cluster.ts';
import { gitops } from '../support/gitops.ts';
import { startKwok } from '../support/servers/kwok.ts';
import { repository, type TestRepository } from '../support/repository.ts';
import { sharedCluster } from '../support/servers/shared-cluster.ts';
import { eventually } from '../support/servers/supervisor.ts';
import { configMap, deployment } from './fixtures.ts';

let argocd: ArgoCd;
beforeAll(async () => {
  const cluster = sharedCluster();
  const kwok = await startKwok(cluster);
  argocd = await startArgoCd(cluster);
  return async () => {
    await argocd.stop();
    await kwok.stop();
  };
});

const run = (repo: TestRepository, ...args: readonly string[]) =>
  gitops(args, { cwd: repo.dir, kubeconfig: sharedCluster().kubeconfig });
const wait = (repo: TestRepository, ...args: readonly string[]) =>
  run(repo, 'status', '--wait', '--timeout=60s', ...args);

describe('a sync', () => {
  it('is waited for until its commit is live and its Pods are ready', async () => {
    const files = { 'app/web.yaml': deployment(), 'other/a.yaml': configMap('a') };
    const app = await argocd.app({ files, syncPolicy: selfHealing });
    await app.untilSynced();
    const commit = app.repo.commit({ 'app/web.yaml': deployment({ image: 'nginx:1.28' }) });
    const waited = await wait(app.repo, '-o', 'json');
    expect(waited).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(`argocd/${app.name}: live and healthy\n`),
    });
    expect(waited.json()).toMatchObject({
      kind: 'StatusReport',
      apps: [
        { name: `argocd/${app.name}`, state: 'synced', deployed: { revision: commit }, health: 'healthy' },
      ],
    });
    expect(await app.status()).toMatchObject({ health: { status: 'Healthy' }, sync: { revision: commit } });
  });

  it('is not waited for by what does not touch the app', async () => {
    const app = await argocd.app({ files: { 'app/a.yaml': configMap('a') } });
    await app.sync();
    app.repo.commit({ 'README.md': 'words' });
    expect(await wait(app.repo)).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/: (?:not touched by it|live and healthy)\n/),
    });
  });

  it('that the server refuses ends the wait when it is given up', async () => {
    const retry = { limit: 1, backoff: { duration: '1s', factor: 1, maxDuration: '1s' } };
    const app = await argocd.app({
      files: { 'app/web.yaml': deployment() },
      syncPolicy: { ...selfHealing, retry },
    });
    await app.untilSynced();
    app.repo.commit({ 'app/web.yaml': deployment().replace('replicas: 1', 'replicas: one') });
    const waited = await wait(app.repo);
    expect(waited).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/error: argocd\/\S+ does not get to \w{7}: Deployment web: /),
    });
  });

  it('of an immutable field ends it, too', async () => {
    const retry = { limit: 0 };
    const app = await argocd.app({
      files: { 'app/web.yaml': deployment() },
      syncPolicy: { ...selfHealing, retry },
    });
    await app.untilSynced();
    app.repo.commit({ 'app/web.yaml': deployment().replaceAll('app: web', 'app: other') });
    expect(await wait(app.repo)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/CANNOT_GET_THERE/),
    });
  });
});

describe('an app that Argo CD syncs only when told to', () => {
  it('is not waited for in vain, and is there after a sync', async () => {
    const app = await argocd.app({ files: { 'app/web.yaml': deployment() } });
    await app.untilSyncStatus('OutOfSync');
    const refused = await wait(app.repo);
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`hint: kubectl gitops sync ${app.name}\n`),
    });
    const synced = await run(app.repo, 'sync', app.name, '--wait', '--timeout=60s');
    expect(synced).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`argocd/${app.name}: asked for a sync\n`),
    });
    expect(synced.stdout.split('\n')[0]).toMatch(/^context \S+ {2}https:/);
    expect(await app.status()).toMatchObject({
      operationState: { phase: 'Succeeded', operation: { info: [{ value: 'kubectl gitops sync' }] } },
      health: { status: 'Healthy' },
    });
    expect(await wait(app.repo)).toMatchObject({ code: 0 });
  });

  it('does not prune unless told to', async () => {
    const app = await argocd.app({ files: { 'app/a.yaml': configMap('a'), 'app/b.yaml': configMap('b') } });
    await app.sync();
    app.repo.git('rm', '--quiet', 'app/b.yaml');
    await app.commit({});
    const names = () => sharedCluster().run(['get', 'cm', '-n', app.target, '-l', '!kube', '-o', 'name']);
    expect(await run(app.repo, 'sync', app.name, '--wait')).toMatchObject({ code: 0 });
    expect(await names()).toContain('configmap/b');
    expect(await run(app.repo, 'sync', app.name, '--prune', '--wait')).toMatchObject({ code: 0 });
    expect(await names()).not.toContain('configmap/b');
  });
});

describe('a sync is refused', () => {
  it('while another one runs, and where it leads nowhere', async () => {
    const app = await argocd.app({
      files: { 'app/web.yaml': deployment().replace('replicas: 1', 'replicas: one') },
      syncPolicy: selfHealing,
    });
    await app.until('a running sync', (now) => objectAt(now, 'status', 'operationState').phase === 'Running');
    expect(await run(app.repo, 'sync', app.name)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('(SYNC_RUNNING)'),
    });
    const lost = await argocd.app({ files: {}, repo: app.repo, spec: { project: 'no' } });
    await lost.untilSyncStatus('Unknown');
    expect(await run(app.repo, 'sync', lost.name)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('(GOES_NOWHERE)'),
    });
    expect(await run(app.repo, 'sync', 'nobody')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`apps: argocd/`),
    });
  });

  it('to whom may not patch Applications, with the right that is missing', async () => {
    const app = await argocd.app({ files: { 'app/a.yaml': configMap('a') } });
    await app.untilSyncStatus('OutOfSync');
    const kubeconfig = await sharedCluster().readOnlyUser();
    const refused = await gitops(['sync', app.name], { cwd: app.repo.dir, kubeconfig });
    expect(refused).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('kubectl auth can-i patch applications -n argocd'),
    });
  });
});

it('of an app of apps the children that come with the commit are waited for, too', async () => {
  const repo = repository({ 'apps/a.yaml': configMap('a') });
  const target = await sharedCluster().namespace('child');
  const app = await argocd.app({ repo, source: { path: 'apps' }, syncPolicy: selfHealing });
  await app.untilSynced();
  const child = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: `${app.name}-child`, namespace: 'argocd' },
    spec: {
      project: 'default',
      source: { repoURL: `file://${repo.dir}`, targetRevision: 'main', path: 'child' },
      destination: { server: argocd.inCluster, namespace: target },
      syncPolicy: selfHealing,
    },
  };
  repo.commit({ 'apps/child.yaml': JSON.stringify(child), 'child/web.yaml': deployment() });
  const waited = await wait(repo);
  expect(waited).toMatchObject({
    code: 0,
    stderr: expect.stringContaining(`argocd/${app.name}-child: live and healthy\n`),
  });
  await argocd.existing(`${app.name}-child`, repo, target).untilHealth('Healthy');
});

it('an image that cannot be pulled ends the wait before any deadline does', async () => {
  const cluster = sharedCluster();
  const app = await argocd.app({ files: { 'app/web.yaml': deployment() }, syncPolicy: selfHealing });
  await app.untilHealth('Healthy');
  // on a node that is not there nobody plays the kubelet but this test
  app.repo.commit({
    'app/web.yaml': deployment({ image: 'nginx:gone' }).replace(
      'containers:',
      'nodeName: elsewhere\n      containers:',
    ),
  });
  const waiting = wait(app.repo);
  const pod = await eventuallyPod(cluster, app.target);
  const waitingState = { reason: 'ImagePullBackOff', message: 'Back-off pulling image "nginx:gone"' };
  const status = {
    phase: 'Pending',
    containerStatuses: [
      {
        name: 'web',
        image: 'nginx:gone',
        imageID: '',
        ready: false,
        restartCount: 0,
        state: { waiting: waitingState },
      },
    ],
  };
  await cluster.run([
    ...['patch', 'pod', pod, '-n', app.target, '--subresource=status', '--type=merge'],
    ...['-p', JSON.stringify({ status })],
  ]);
  expect(await waiting).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /does not get to \w{7}: Deployment web: Pod web-\S+: container web: ImagePullBackOff/,
    ),
  });
});

async function eventuallyPod(cluster: Cluster, namespace: string): Promise<string> {
  let name = '';
  await eventually('the new Pod', 30_000, async () => {
    const found = await cluster.run([
      ...['get', 'pods', '-n', namespace, '--field-selector=spec.nodeName=elsewhere'],
      ...['-o', 'jsonpath={.items[*].metadata.name}'],
    ]);
    name = found.trim();
    return name !== '';
  });
  return name;
}
