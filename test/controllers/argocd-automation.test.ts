import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { objectAt } from '../../src/object.ts';
import { type ArgoCd, selfHealing, startArgoCd } from '../support/argocd/argocd.ts';
import { cloneOf, repository } from '../support/repository.ts';
import { sharedCluster } from '../support/servers/shared-cluster.ts';
import { eventually } from '../support/servers/supervisor.ts';
import { configMap } from './fixtures.ts';

let argocd: ArgoCd;
beforeAll(async () => {
  argocd = await startArgoCd(sharedCluster(), { applicationNamespaces: ['team-*'] });
  return () => argocd.stop();
});

const files = { 'app/a.yaml': configMap('a') };
const project = (name: string, spec: object) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { name, namespace: 'argocd' },
  spec: { sourceRepos: ['*'], destinations: [{ server: '*', namespace: '*' }], ...spec },
});

it('automation deploys what is pushed, unasked', async () => {
  const app = await argocd.app({ files, syncPolicy: { automated: {} } });
  await app.untilSynced();
  const clone = cloneOf(app.repo);
  const commit = clone.commit({ 'app/a.yaml': configMap('a', '{a: two}') });
  clone.git('push', '--quiet', 'origin', 'main');
  await app.untilSynced(commit);
  const value = ['get', 'configmap/a', '-o', 'jsonpath={.data.a}', '-n', app.target];
  expect(await argocd.cluster.run(value)).toBe('two');
});

describe('automation that is held up', () => {
  it('by a sync window leaves no trace in the status; a sync that somebody starts waits', async () => {
    const syncWindows = [{ kind: 'deny', schedule: '* * * * *', duration: '1h', applications: ['*'] }];
    await argocd.apply(project('closed', { syncWindows }));
    const app = await argocd.app({ files, syncPolicy: selfHealing, spec: { project: 'closed' } });
    await app.untilSyncStatus('OutOfSync');
    await app.refresh();
    const status = await app.status();
    expect(status.operationState).toBeUndefined();
    expect(status.conditions).toBeUndefined();
    await app.patch({
      operation: { initiatedBy: { username: 'test' }, sync: { syncStrategy: { hook: {} } } },
    });
    const blocked = await app.until('a blocked sync', (now) =>
      `${objectAt(now, 'status', 'operationState').message}`.includes('blocked by sync window'),
    );
    expect(blocked).toMatchObject({ operation: {}, status: { operationState: { phase: 'Running' } } });
  });

  it('by skip-reconcile keeps the status of before', async () => {
    const app = await argocd.app({ files, syncPolicy: selfHealing });
    const { status } = await app.untilSynced();
    const { revision } = objectAt(status, 'sync');
    await app.patch({ metadata: { annotations: { 'argocd.argoproj.io/skip-reconcile': 'true' } } });
    app.repo.commit({ 'app/a.yaml': configMap('a', '{a: two}') });
    // longer than the five seconds after which every Application is compared anew
    await sleep(7_000);
    expect(await app.status()).toMatchObject({ sync: { status: 'Synced', revision } });
  });
});

describe('Applications that other objects make', () => {
  it('an Application of Applications is healthy whatever its children are', async () => {
    const repo = repository();
    const child = (name: string, path: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}}
spec:
  project: default
  source: {repoURL: 'file://${repo.dir}', path: ${path}, targetRevision: main}
  destination: {server: '${argocd.inCluster}', namespace: default}
`;
    repo.commit({
      'app/good.yaml': child('good', 'app/good'),
      'app/bad.yaml': child('bad', 'gone'),
      'app/good/a.yaml': configMap('a'),
    });
    const destination = { server: argocd.inCluster, namespace: 'argocd' };
    const app = await argocd.app({ repo, destination, syncPolicy: selfHealing });
    await app.untilSynced();
    const { metadata } = await argocd.existing('good', repo).untilSyncStatus('OutOfSync');
    const id = `${app.name}:argoproj.io/Application:argocd/good`;
    expect(metadata).toMatchObject({ annotations: { 'argocd.argoproj.io/tracking-id': id } });
    await argocd.existing('bad', repo).untilSyncStatus('Unknown');
    expect(await app.refresh()).toMatchObject({
      status: {
        sync: { status: 'Synced' },
        health: { status: 'Healthy' },
        resources: [
          { kind: 'Application', name: 'bad', status: 'Synced' },
          { kind: 'Application', name: 'good', status: 'Synced' },
        ],
      },
    });
  });

  it('an ApplicationSet makes one for each directory, and owns them', async () => {
    const repo = repository({ 'apps/one/a.yaml': configMap('a'), 'apps/two/b.yaml': configMap('b') });
    const target = await argocd.cluster.namespace();
    const source = { repoURL: `file://${repo.dir}`, path: '{{path}}', targetRevision: 'main' };
    const git = { repoURL: `file://${repo.dir}`, revision: 'main', directories: [{ path: 'apps/*' }] };
    await argocd.apply({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'ApplicationSet',
      metadata: { name: 'fleet', namespace: 'argocd' },
      spec: {
        generators: [{ git }],
        template: {
          metadata: { name: 'fleet-{{path.basename}}' },
          spec: {
            project: 'default',
            source,
            destination: { name: 'test', namespace: target },
            syncPolicy: selfHealing,
          },
        },
      },
    });
    const owner = ['get', 'applications.argoproj.io', 'fleet-one', 'fleet-two', '-n', 'argocd', '-o', 'name'];
    await eventually('both', 30_000, async () => (await argocd.cluster.attempt(owner)).code === 0);
    const { metadata } = await argocd.existing('fleet-one', repo, target).untilSynced();
    expect(metadata).toMatchObject({ ownerReferences: [{ kind: 'ApplicationSet', name: 'fleet' }] });
    await argocd.existing('fleet-two', repo, target).untilSynced();
    await argocd.cluster.run(['get', 'configmap/a', 'configmap/b', '-n', target]);
  });
});

it('an Application of another namespace carries it in the mark of its objects', async () => {
  const namespace = await argocd.cluster.namespace('team');
  await argocd.apply(project('teams', { sourceNamespaces: ['team-*'] }));
  const app = await argocd.app({
    namespace,
    name: 'shop',
    files,
    syncPolicy: selfHealing,
    spec: { project: 'teams' },
  });
  await app.untilSynced();
  const mark = ['get', 'configmap/a', '-o', 'jsonpath={.metadata.annotations}', '-n', app.target];
  expect(await argocd.cluster.run(mark)).toContain(`${namespace}_shop:/ConfigMap:${app.target}/a`);
});
