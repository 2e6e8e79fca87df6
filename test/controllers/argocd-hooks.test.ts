import { beforeAll, expect, test } from 'vitest';
import { type ArgoCd, selfHealing, startArgoCd } from '../support/argocd/argocd.ts';
import { sharedCluster } from '../support/servers/shared-cluster.ts';
import { lookAt } from '../support/look.ts';
import { configMap } from './fixtures.ts';

let argocd: ArgoCd;
beforeAll(async () => {
  argocd = await startArgoCd(sharedCluster());
  return () => argocd.stop();
});

const hook = (name: string, annotations: string) =>
  configMap(name).replace(`name: ${name}`, `name: ${name}, annotations: {${annotations}}`);

test('a hook that a sync left behind has not left git, even where git has it no longer', async () => {
  const app = await argocd.app({
    files: {
      'app/a.yaml': configMap('a'),
      'app/before.yaml': hook('before', 'argocd.argoproj.io/hook: PreSync'),
      'app/after.yaml': hook(
        'after',
        'argocd.argoproj.io/hook: PostSync, argocd.argoproj.io/hook-delete-policy: BeforeHookCreation',
      ),
      'app/gone.yaml': hook(
        'gone',
        'argocd.argoproj.io/hook: Sync, argocd.argoproj.io/hook-delete-policy: HookSucceeded',
      ),
      'app/helm.yaml': hook('helm', 'helm.sh/hook: pre-install'),
    },
    syncPolicy: selfHealing,
  });
  await app.untilSynced();
  const names = async () =>
    (await argocd.cluster.run(['get', 'configmaps', '-n', app.target, '-o', 'name']))
      .trim()
      .split('\n')
      .sort();
  const left = [
    'configmap/a',
    'configmap/after',
    'configmap/before',
    'configmap/helm',
    'configmap/kube-root-ca.crt',
  ];
  expect(await names()).toEqual(left);
  const look = await lookAt(app.repo, argocd.cluster.kubeconfig);
  expect(await look.diff()).toMatchObject({ objects: [], code: 0 });
  expect(await look.status()).toEqual([`argocd/${app.name}: synced`]);

  // Argo CD prunes no hook
  app.repo.git('rm', '--quiet', 'app/before.yaml', 'app/helm.yaml');
  const commit = await app.commit({});
  await app.untilSynced(commit);
  expect(await names()).toEqual(left);
  expect(await look.diff()).toMatchObject({ objects: [], code: 0 });
  expect(await look.status()).toEqual([`argocd/${app.name}: synced`]);
});
