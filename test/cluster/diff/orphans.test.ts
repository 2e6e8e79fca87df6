import { expect, it } from 'vitest';
import { gitops } from '../../support/gitops.ts';
import { repository } from '../../support/repository.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';

const config = (namespace: string, name: string, labels = '') => `apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}, namespace: ${namespace}${labels}}
data: {a: "1"}
---
`;
const FLUX =
  ', labels: {kustomize.toolkit.fluxcd.io/name: apps, kustomize.toolkit.fluxcd.io/namespace: flux-system}';

it('names what the same deployment still tracks and git no longer declares, and nothing else', async () => {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace('orphan');
  const live = config(namespace, 'kept', FLUX) + config(namespace, 'gone', FLUX);
  await cluster.run(['apply', '--server-side', '--field-manager=kustomize-controller', '-f', '-'], {
    input: live,
  });
  await cluster.run(['create', 'configmap', 'stranger', '-n', namespace]);
  const repo = repository({ 'all.yaml': config(namespace, 'kept') });
  const outcome = await gitops(['diff', '-o', 'json'], { cwd: repo.dir, kubeconfig: cluster.kubeconfig });
  expect(outcome.json()).toMatchObject({
    summary: { objects: 2, inSync: 1, orphan: 1 },
    objects: [{ name: 'gone', status: 'orphan', moved: 'git', app: { deployer: 'flux' } }],
  });
  expect(outcome.code).toBe(1);
});

it('leaves out what .gitops.yaml ignores, and shows it when asked', async () => {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace('ignore');
  const repo = repository({
    'all.yaml': config(namespace, 'cache'),
    '.gitops.yaml':
      'apiVersion: kubectl-gitops/v1\nkind: Config\nignore:\n  - { kind: ConfigMap, jqPathExpressions: [.data.a] }\n',
  });
  await cluster.run(['apply', '-f', `${repo.dir}/all.yaml`]);
  await cluster.run(['patch', 'configmap/cache', '-n', namespace, '-p', '{"data":{"a":"2"}}']);
  const run = (...flags: readonly string[]) =>
    gitops(['diff', ...flags], { cwd: repo.dir, kubeconfig: cluster.kubeconfig });
  expect(await run()).toMatchObject({
    code: 0,
    stdout: '1 app, 1 object: 1 in sync, 0 drifted, 0 pending, 1 change ignored\n',
  });
  expect((await run('--show-ignored')).stdout).toContain('.gitops.yaml ignore[0] jqPathExpressions .data.a');
});

it('leaves replicas to the autoscaler that is live', async () => {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace('hpa');
  const repo = repository({
    'web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: ${namespace}}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: nginx}]}}
`,
  });
  await cluster.run(['apply', '-f', repo.dir]);
  await cluster.run(['scale', 'deployment/web', '--replicas=3', '-n', namespace]);
  const run = () => gitops(['diff'], { cwd: repo.dir, kubeconfig: cluster.kubeconfig });
  expect((await run()).stdout).toContain('.spec.replicas');
  await cluster.run(['autoscale', 'deployment/web', '--min=2', '--max=5', '-n', namespace]);
  expect(await run()).toMatchObject({
    code: 0,
    stdout: '1 app, 1 object: 1 in sync, 0 drifted, 0 pending, 1 change ignored\n',
  });
});
