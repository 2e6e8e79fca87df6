import { describe, expect, it, onTestFinished } from 'vitest';
import { gitops } from '../../support/gitops.ts';
import { repository } from '../../support/repository.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';

const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: red\ndata:\n  color: green\n';
const red = { name: 'red', status: 'drifted', changes: [{ path: '.data.color', git: 'green', live: 'red' }] };

const deployment = (more = '') => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: {app: web}
  template:
    metadata: {labels: {app: web, tier: front}}
    spec:
      containers:
        - name: web
          image: nginx:1.25
          livenessProbe:
            httpGet: {path: /, port: 80}
${more}`;

async function world() {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace('admission');
  const repo = repository({ 'web.yaml': deployment(), 'red.yaml': configMap });
  const kubectl = (...args: readonly string[]) => cluster.run([...args, '-n', namespace]);
  await kubectl('apply', '-f', repo.dir);
  await kubectl('patch', 'configmap/red', '-p', '{"data":{"color":"red"}}');
  const diff = async (...args: readonly string[]) => {
    const options = { cwd: repo.dir, kubeconfig: cluster.kubeconfig };
    const outcome = await gitops(['diff', '-n', namespace, '-o', 'json', ...args], options);
    return { ...outcome.json(), code: outcome.code };
  };
  return { cluster, namespace, repo, kubectl, diff };
}

/** A validating webhook for this namespace's ConfigMaps at an address where nothing listens. */
function webhook(namespace: string): string {
  return JSON.stringify({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: namespace },
    webhooks: [
      {
        name: 'down.example.com',
        clientConfig: { url: 'https://127.0.0.1:1/validate' },
        rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['*'], resources: ['configmaps'] }],
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        failurePolicy: 'Fail',
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
      },
    ],
  });
}

describe('diff', () => {
  it('compares locally what a webhook that is down keeps it from asking, and names the webhook', async () => {
    const { cluster, namespace, diff } = await world();
    await cluster.run(['apply', '-f', '-'], { input: webhook(namespace) });
    onTestFinished(() => cluster.run(['delete', 'validatingwebhookconfiguration', namespace]).then(() => {}));
    const create = ['create', 'configmap', 'x', '--dry-run=server', '-n', namespace];
    await expect
      .poll(async () => (await cluster.attempt(create)).stderr, { timeout: 20_000 })
      .toContain('failed calling webhook');
    expect(await diff()).toMatchObject({
      code: 1,
      summary: { objects: 2, inSync: 1, drifted: 1, unknown: 0 },
      objects: [{ ...red, compared: 'local' }],
      warnings: [
        {
          code: 'WEBHOOK_UNAVAILABLE',
          message: expect.stringContaining('down.example.com'),
          hint: expect.stringContaining('the webhook is down'),
        },
      ],
    });
  });

  it('says that a change in git cannot be applied where the field is immutable', async () => {
    const { repo, diff } = await world();
    repo.commit({
      'web.yaml': deployment().replace('matchLabels: {app: web}', 'matchLabels: {tier: front}'),
    });
    expect(await diff()).toMatchObject({
      code: 1,
      objects: [
        red,
        {
          name: 'web',
          changes: expect.arrayContaining([
            expect.objectContaining({
              path: '.spec.selector.matchLabels.tier',
              moved: 'git',
              fate: null,
              because: expect.stringContaining('field is immutable'),
            }),
          ]),
        },
      ],
    });
  });

  it('names a field that no schema knows, and reports the rest', async () => {
    const { repo, diff } = await world();
    repo.commit({ 'web.yaml': deployment('  replica: 2\n') });
    expect(await diff()).toMatchObject({
      code: 6,
      summary: { objects: 2, drifted: 1, unknown: 1 },
      objects: [
        red,
        {
          source: { file: 'web.yaml', line: 16 },
          error: {
            code: 'UNKNOWN_FIELD',
            message: expect.stringContaining('.spec.replica'),
            hint: 'write replicas',
          },
        },
      ],
    });
    expect(await diff('-f', 'web.yaml')).toMatchObject({ code: 3, summary: { objects: 1, unknown: 1 } });
  });

  it('says that git cannot be applied while a live change is in its way', async () => {
    const { kubectl, diff } = await world();
    const path = '/spec/template/spec/containers/0/livenessProbe';
    const switched = [
      { op: 'remove', path: `${path}/httpGet` },
      { op: 'add', path: `${path}/tcpSocket`, value: { port: 80 } },
    ];
    await kubectl('patch', 'deployment/web', '--type=json', '-p', JSON.stringify(switched));
    const probe = '.spec.template.spec.containers[name="web"].livenessProbe';
    const blocked = { fate: 'blocked', because: expect.stringContaining('more than 1 handler') };
    expect(await diff()).toMatchObject({
      code: 1,
      objects: [
        red,
        {
          status: 'drifted',
          changes: [
            { path: `${probe}.httpGet.path`, class: 'missing', ...blocked },
            { path: `${probe}.httpGet.port`, class: 'missing', ...blocked },
            { path: `${probe}.tcpSocket.port`, class: 'extra', owner: { manager: 'kubectl-patch' } },
          ],
        },
      ],
    });
  });
});
