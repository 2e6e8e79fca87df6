import { beforeAll, describe, expect, it } from 'vitest';
import { isArray, isObject, type JsonObject, objectAt } from '../../src/object.ts';
import type { ArgoApp } from '../support/argocd/app.ts';
import { type ArgoCd, selfHealing, startArgoCd } from '../support/argocd/argocd.ts';
import { sharedCluster } from '../support/servers/shared-cluster.ts';
import { eventually } from '../support/servers/supervisor.ts';
import { configMap, deployment } from './fixtures.ts';

let argocd: ArgoCd;
beforeAll(async () => {
  argocd = await startArgoCd(sharedCluster());
  return () => argocd.stop();
});

const files = { 'app/web.yaml': deployment() };

/** Of the Deployment that the Application deploys: what these tests change. */
async function live({ target }: ArgoApp) {
  const value: unknown = JSON.parse(
    await argocd.cluster.run(['get', 'deployment/web', '-o', 'json', '-n', target]),
  );
  const { containers } = objectAt(isObject(value) ? value : {}, 'spec', 'template', 'spec');
  const container = objectAt(isArray(containers) ? containers[0] : undefined);
  return {
    image: container.image,
    env: container.env,
    labels: objectAt(isObject(value) ? value.metadata : {}, 'labels'),
  };
}

const setImage = ({ target }: ArgoApp) =>
  argocd.cluster.run(['set', 'image', 'deployment/web', 'web=nginx:by-hand', '-n', target]);

/** A variable and a label that git does not declare. */
async function add({ target }: ArgoApp): Promise<void> {
  await argocd.cluster.run(['set', 'env', 'deployment/web', 'DEBUG=1', '-n', target]);
  await argocd.cluster.run(['label', 'deployment/web', 'team=night', '-n', target]);
}

const added = {
  env: [
    { name: 'MODE', value: 'git' },
    { name: 'DEBUG', value: '1' },
  ],
  labels: { app: 'web', team: 'night' },
};

describe('self-heal', () => {
  it.each<[string, JsonObject]>([
    ['client-side apply', selfHealing],
    ['server-side apply', { ...selfHealing, syncOptions: ['ServerSideApply=true'] }],
  ])(
    'by %s sets a declared field back, leaves what was added, and calls that Synced',
    async (_, syncPolicy) => {
      const app = await argocd.app({ files, syncPolicy });
      await app.untilSynced();
      await add(app);
      await setImage(app);
      await eventually('the image of git', 30_000, async () => (await live(app)).image === 'nginx:1.27');
      await app.untilSynced();
      const { status } = await app.refresh();
      expect(objectAt(status, 'sync').status).toBe('Synced');
      expect(await live(app)).toEqual({ image: 'nginx:1.27', ...added });
    },
  );

  it('recreates what was deleted', async () => {
    const app = await argocd.app({ files: { 'app/a.yaml': configMap('a') }, syncPolicy: selfHealing });
    await app.untilSynced();
    const exists = ['get', 'configmap/a', '-n', app.target];
    await argocd.cluster.run(['delete', 'configmap/a', '-n', app.target]);
    await eventually(
      'the object again',
      30_000,
      async () => (await argocd.cluster.attempt(exists)).code === 0,
    );
  });

  it('leaves a field that is ignored', async () => {
    const ignoreDifferences = [{ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }];
    const app = await argocd.app({ files, syncPolicy: selfHealing, spec: { ignoreDifferences } });
    await app.untilSynced();
    await argocd.cluster.run(['scale', 'deployment/web', '--replicas=3', '-n', app.target]);
    const { status } = await app.refresh();
    expect(objectAt(status, 'sync').status).toBe('Synced');
    const replicas = ['get', 'deployment/web', '-o', 'jsonpath={.spec.replicas}', '-n', app.target];
    expect(await argocd.cluster.run(replicas)).toBe('3');
  });
});

describe('without self-heal', () => {
  it('a changed field stays, OutOfSync, until the next commit is synced: that sets it back as well', async () => {
    const app = await argocd.app({ files, syncPolicy: { automated: {} } });
    await app.untilSynced();
    await setImage(app);
    await app.untilSyncStatus('OutOfSync');
    await app.refresh();
    expect((await live(app)).image).toBe('nginx:by-hand');
    const commit = await app.commit({ 'app/a.yaml': configMap('a') });
    await app.untilSynced(commit);
    expect((await live(app)).image).toBe('nginx:1.27');
  });

  it('what was added stays, and is Synced', async () => {
    const app = await argocd.app({ files, syncPolicy: { automated: {} } });
    await app.untilSynced();
    await add(app);
    const { status } = await app.refresh();
    expect(objectAt(status, 'sync').status).toBe('Synced');
    expect(await live(app)).toMatchObject(added);
  });

  it('nor automation, a sync that somebody starts sets a changed field back', async () => {
    const app = await argocd.app({ files });
    await app.untilSyncStatus('OutOfSync');
    expect(await app.sync()).toMatchObject({ phase: 'Succeeded' });
    await setImage(app);
    await app.untilSyncStatus('OutOfSync');
    expect(await app.sync()).toMatchObject({ phase: 'Succeeded' });
    expect((await live(app)).image).toBe('nginx:1.27');
  });
});

describe('what git no longer declares', () => {
  const both = { 'app/a.yaml': configMap('a'), 'app/b.yaml': configMap('b') };
  const names = async ({ target }: ArgoApp) => {
    const args = ['get', 'configmaps', '-o', 'jsonpath={.items[*].metadata.name}', '-n', target];
    return (await argocd.cluster.run(args)).split(' ').filter((name) => name !== 'kube-root-ca.crt');
  };

  it('is removed with prune', async () => {
    const app = await argocd.app({ files: both, syncPolicy: { automated: { prune: true } } });
    await app.untilSynced();
    app.repo.git('rm', '--quiet', 'app/b.yaml');
    await app.untilSynced(await app.commit({}));
    expect(await names(app)).toEqual(['a']);
  });

  it('stays without prune: OutOfSync, and marked', async () => {
    const app = await argocd.app({ files: both, syncPolicy: { automated: {} } });
    await app.untilSynced();
    app.repo.git('rm', '--quiet', 'app/b.yaml');
    await app.commit({});
    const { status } = await app.untilSyncStatus('OutOfSync');
    expect(objectAt(status).resources).toMatchObject([
      { name: 'a', status: 'Synced' },
      { name: 'b', status: 'OutOfSync', requiresPruning: true },
    ]);
    expect(await names(app)).toEqual(['a', 'b']);
  });
});
