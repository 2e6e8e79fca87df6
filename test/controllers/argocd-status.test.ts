import { beforeAll, describe, expect, it } from 'vitest';
import { type JsonObject, objectAt } from '../../src/object.ts';
import { type AppOptions, type ArgoCd, selfHealing, startArgoCd } from '../support/argocd/argocd.ts';
import { startKwok } from '../support/servers/kwok.ts';
import { repository } from '../support/repository.ts';
import { sharedCluster } from '../support/servers/shared-cluster.ts';
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

const files = { 'app/a.yaml': configMap('a') };
const phaseIs = (phase: string) => (app: JsonObject) =>
  objectAt(app, 'status', 'operationState').phase === phase;

describe('the status of an Application that is', () => {
  it('synced and healthy', async () => {
    const app = await argocd.app({ files: { 'app/web.yaml': deployment() }, syncPolicy: selfHealing });
    const commit = app.repo.git('rev-parse', 'HEAD').trim();
    await app.untilSynced(commit);
    const { status } = await app.untilHealth('Healthy');
    expect(status).toMatchObject({
      sync: { status: 'Synced', revision: commit },
      history: [{ id: 0, revision: commit, source: { path: 'app' }, initiatedBy: { automated: true } }],
      operationState: { phase: 'Succeeded', syncResult: { revision: commit } },
      resources: [{ group: 'apps', kind: 'Deployment', name: 'web', status: 'Synced' }],
      sourceType: 'Directory',
    });
    expect(objectAt(status).conditions).toBeUndefined();
  });

  it('behind git: sync.revision is what it was compared with, history alone says what is deployed', async () => {
    const app = await argocd.app({ files });
    await app.untilSyncStatus('OutOfSync');
    await app.sync();
    const { status: before } = await app.untilSynced();
    const first = objectAt(before, 'sync').revision;
    const second = await app.commit({ 'app/a.yaml': configMap('a', '{a: two}') });
    expect(await app.status()).toMatchObject({
      sync: { status: 'OutOfSync', revision: second },
      history: [{ revision: first }],
      operationState: { operation: { initiatedBy: { username: 'test' } }, syncResult: { revision: first } },
    });
  });

  it('never deployed: a revision, and no history', async () => {
    const app = await argocd.app({ files });
    const { status } = await app.untilSyncStatus('OutOfSync');
    expect(status).toMatchObject({
      sync: { revision: app.repo.git('rev-parse', 'HEAD').trim() },
      health: { status: 'Missing' },
    });
    expect(objectAt(status).history).toBeUndefined();
    expect(objectAt(status).operationState).toBeUndefined();
  });

  it('of several sources: revisions, in their order', async () => {
    const other = repository({ 'more/b.yaml': configMap('b') });
    const sources = [{ path: 'app' }, { repoURL: `file://${other.dir}`, path: 'more' }];
    const app = await argocd.app({ files, sources, syncPolicy: selfHealing });
    const { status } = await app.untilSynced();
    const revisions = [app.repo, other].map((repo) => repo.git('rev-parse', 'HEAD').trim());
    expect(status).toMatchObject({ sync: { revisions }, history: [{ revisions }] });
    expect(objectAt(status, 'sync').revision).toBeUndefined();
  });
});

describe('a sync that fails', () => {
  const broken = { ...files, 'app/web.yaml': deployment().replace('replicas: 1', 'replicas: one') };
  const applied = { kind: 'ConfigMap', name: 'a', status: 'Synced' };
  const failed = { kind: 'Deployment', status: 'SyncFailed', message: expect.stringContaining('replicas') };

  it('runs on for as long as it is tried again', async () => {
    const app = await argocd.app({ files: broken, syncPolicy: selfHealing });
    const retried = (now: JsonObject) => objectAt(now, 'status', 'operationState').retryCount !== undefined;
    expect(await app.until('a retry', retried)).toMatchObject({
      operation: { initiatedBy: { automated: true } },
      status: { operationState: { phase: 'Running', syncResult: { resources: [applied, failed] } } },
    });
  });

  it('has failed when it is given up, and is a condition', async () => {
    const retry = { limit: 1, backoff: { duration: '1s', factor: 1, maxDuration: '1s' } };
    const app = await argocd.app({ files: broken, syncPolicy: { ...selfHealing, retry } });
    await app.until('a failure', phaseIs('Failed'));
    const { status } = await app.refresh();
    expect(status).toMatchObject({
      sync: { status: 'OutOfSync' },
      operationState: { phase: 'Failed', syncResult: { resources: [applied, failed] } },
      conditions: [{ type: 'SyncError', message: expect.stringContaining('Failed sync attempt') }],
    });
  });
});

describe('what cannot be compared is Unknown, with a condition', () => {
  it.each<[string, AppOptions, string, string]>([
    ['no such path', { source: { path: 'gone' } }, 'ComparisonError', 'app path does not exist'],
    ['no such branch', { source: { targetRevision: 'no' } }, 'ComparisonError', "unable to resolve 'no'"],
    [
      'no such repository',
      { source: { repoURL: 'file:///nowhere/shop.git' } },
      'ComparisonError',
      'repository not found',
    ],
    ['no such project', { spec: { project: 'no' } }, 'InvalidSpecError', 'which does not exist'],
    [
      'no such cluster',
      { destination: { name: 'no', namespace: 'web' } },
      'InvalidSpecError',
      'no clusters with this name',
    ],
  ])('%s', async (_, options, type, message) => {
    const app = await argocd.app({ files, ...options });
    // the first error of a repository is passed over, whatever the grace period is
    await app.untilSyncStatus('Unknown');
    await app.refresh('hard');
    const status = await app.status();
    expect(status).toMatchObject({ conditions: [{ type, message: expect.stringContaining(message) }] });
    expect(objectAt(status, 'sync').revision).toBeUndefined();
  });

  it('a path that went away: what was deployed keeps its history', async () => {
    const app = await argocd.app({ files, syncPolicy: selfHealing });
    const { status } = await app.untilSynced();
    const { revision } = objectAt(status, 'sync');
    app.repo.git('mv', 'app', 'moved');
    await app.commit({});
    await app.untilSyncStatus('Unknown');
    expect(await app.status()).toMatchObject({
      history: [{ revision }],
      resources: [{ name: 'a', status: 'Unknown', requiresPruning: true }],
      conditions: [{ type: 'ComparisonError' }],
    });
  });
});
