import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type StartedCluster, startCluster } from '../../support/servers/cluster.ts';
import { storeInEtcd, TELLS_FLAGS } from '../../support/servers/etcd.ts';
import { gitops } from '../../support/gitops.ts';
import { repository } from '../../support/repository.ts';
import { isServerVersion } from '../../support/programs/tools.ts';

let cluster: StartedCluster;

beforeAll(async () => {
  const minor = inject('cluster').version.slice(1, 5);
  if (!isServerVersion(minor)) throw new Error(`no such server version: ${minor}`);
  cluster = await startCluster({ version: minor, apiserverArgs: [TELLS_FLAGS] });
});

afterAll(() => cluster.stop());

const config = (name: string, namespace: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: ${namespace}}\ndata: {color: green}\n`;

/** With side effects that nobody declared, which the API takes no more since 1.22. */
const webhook = (namespace: string) => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name: 'old', uid: randomUUID(), creationTimestamp: '2019-01-01T00:00:00Z', generation: 1 },
  webhooks: [
    {
      name: 'old.example.com',
      clientConfig: { url: 'https://127.0.0.1:1/validate' },
      rules: [
        { apiGroups: [''], apiVersions: ['v1'], operations: ['*'], resources: ['configmaps'], scope: '*' },
      ],
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
      objectSelector: {},
      failurePolicy: 'Fail',
      matchPolicy: 'Equivalent',
      timeoutSeconds: 10,
      sideEffects: 'Unknown',
      admissionReviewVersions: ['v1'],
    },
  ],
});

it('compares locally what a webhook without dry-run keeps it from asking, and asks about the rest', async () => {
  const [guarded, free] = [await cluster.namespace('guarded'), await cluster.namespace('free')];
  const repo = repository({
    'all.yaml': [config('good', guarded), config('red', guarded), config('red', free)].join('---\n'),
  });
  await cluster.run(['apply', '-f', repo.dir]);
  for (const namespace of [guarded, free])
    await cluster.run(['patch', 'configmap/red', '-n', namespace, '-p', '{"data":{"color":"red"}}']);
  await storeInEtcd(cluster, 'validatingwebhookconfigurations/old', webhook(guarded));
  const create = ['create', 'configmap', 'x', '--dry-run=server', '-n', guarded];
  const refusal = 'admission webhook "old.example.com" does not support dry run';
  await expect
    .poll(async () => (await cluster.attempt(create)).stderr, { timeout: 20_000 })
    .toContain(refusal);

  const outcome = await gitops(['diff', '-o', 'json'], { cwd: repo.dir, kubeconfig: cluster.kubeconfig });
  const changes = [{ path: '.data.color', git: 'green', live: 'red', owner: { manager: 'kubectl-patch' } }];
  expect(outcome.json()).toMatchObject({
    summary: { objects: 3, inSync: 1, drifted: 2, unknown: 0 },
    objects: [
      { namespace: guarded, name: 'red', status: 'drifted', compared: 'local', changes },
      { namespace: free, name: 'red', status: 'drifted', compared: 'server', changes },
    ],
    warnings: [
      {
        code: 'WEBHOOK_UNAVAILABLE',
        message: `1 object is compared locally only: ${refusal}`,
        hint: 'set sideEffects: None or NoneOnDryRun on the webhook',
      },
    ],
  });
  expect(outcome.stderr).toContain(`warning: 1 object is compared locally only: ${refusal}`);
  expect(outcome.code).toBe(1);
});
