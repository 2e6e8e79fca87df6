import { expect, it } from 'vitest';
import { fluxedApp, fluxWorld } from '../support/flux/world.ts';
import { gitops } from '../support/gitops.ts';
import { configMap } from './fixtures.ts';

const world = fluxWorld();

it('what Flux writes on a Kustomization of git, and what a reconciliation that was asked for leaves, is no drift', async () => {
  const app = await fluxedApp(world, { 'app/a.yaml': configMap('a') });
  const more = kustomization('more', app.namespace);
  await app.push({ 'app/more.yaml': more, 'more/b.yaml': configMap('b') });
  await world.flux().reconcile('more', app.namespace);
  const options = { cwd: app.repository.dir, kubeconfig: world.cluster.kubeconfig };
  const { code, stdout } = await gitops(['diff'], options);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringContaining('2 apps, 3 objects: 3 in sync'),
  });
});

const kustomization = (name: string, namespace: string) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: ${name}}
spec:
  interval: 1h
  prune: true
  path: ${name}
  targetNamespace: ${namespace}
  sourceRef: {kind: GitRepository, name: shop}
`;
