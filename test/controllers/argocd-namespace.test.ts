import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { type ArgoCd, selfHealing, startArgoCd } from '../support/argocd/argocd.ts';
import { sharedCluster } from '../support/servers/shared-cluster.ts';
import { liveValue, predictions } from './fate.ts';
import { configMap } from './fixtures.ts';

let argocd: ArgoCd;
beforeAll(async () => {
  argocd = await startArgoCd(sharedCluster());
  return () => argocd.stop();
});

test('what Argo CD gives a namespace that it makes is compared, and comes back with the next sync only', async () => {
  const namespace = `made-${Date.now()}`;
  const app = await argocd.app({
    files: { 'app/a.yaml': configMap('a') },
    destination: { server: argocd.inCluster, namespace },
    syncPolicy: {
      ...selfHealing,
      syncOptions: ['CreateNamespace=true'],
      managedNamespaceMetadata: { labels: { team: 'shop', tier: 'one' }, annotations: { contact: 'ada' } },
    },
  });
  await app.untilSynced();
  const { cluster } = argocd;
  const told = () => predictions(app.repo.dir, cluster);
  expect(await told()).toEqual(new Map());

  await cluster.run(['label', 'namespace', namespace, 'team=night', 'tier-', '--overwrite']);
  const pending = {
    fate: 'pending',
    because: expect.stringContaining('does not compare the namespace that it makes'),
  };
  const changed = new Map([
    [`Namespace ${namespace} .metadata.labels.team`, pending],
    [`Namespace ${namespace} .metadata.labels.tier`, pending],
  ]);
  expect(await told()).toEqual(changed);
  // more than the few seconds in which everything else would be set back
  await app.refresh('hard');
  await sleep(5_000);
  const team = () => liveValue(cluster, namespace, `namespace/${namespace}`, 'metadata/labels/team');
  expect(await team()).toBe('night');
  expect(await app.status()).toMatchObject({ sync: { status: 'Synced' } });

  // as `argocd app sync` asks, with the options of the Application
  await app.sync({ syncOptions: ['CreateNamespace=true'] });
  expect(await team()).toBe('shop');
  expect(await told()).toEqual(new Map());
});
