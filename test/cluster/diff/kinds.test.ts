import { describe, expect, it, onTestFinished } from 'vitest';
import { untilEstablished } from '../../support/servers/established.ts';
import { gitops } from '../../support/gitops.ts';
import { repository } from '../../support/repository.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';

const configMap = (name: string, more = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${more}data:\n  color: green\n`;

/** A CRD whose `spec` keeps whatever is written into it. */
const crd = (plural: string, kind: string) => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: ${plural}.kinds.example.com
spec:
  group: kinds.example.com
  scope: Namespaced
  names: {plural: ${plural}, singular: ${plural.slice(0, -1)}, kind: ${kind}}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec: {type: object, x-kubernetes-preserve-unknown-fields: true}
`;
const custom = (kind: string) =>
  `apiVersion: kinds.example.com/v1\nkind: ${kind}\nmetadata:\n  name: one\nspec:\n  deep: {list: [{a: 1}, {b: 2}], open: true}\n`;

async function world(files: Readonly<Record<string, string>>) {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace('kinds');
  const repo = repository(files);
  const kubectl = (...args: readonly string[]) => cluster.run([...args, '-n', namespace]);
  const diff = async (...args: readonly string[]) => {
    const all = ['diff', '-o', 'json', ...args];
    const outcome = await gitops(all, { cwd: repo.dir, kubeconfig: cluster.kubeconfig });
    return { ...outcome.json(), code: outcome.code, stderr: outcome.stderr };
  };
  return { cluster, namespace, repo, kubectl, diff };
}

describe('diff', () => {
  it('calls the objects of a namespace that is not there absent', async () => {
    const { namespace, kubectl, diff, repo } = await world({ 'good.yaml': configMap('good') });
    await kubectl('apply', '-f', repo.dir);
    repo.commit({
      'good.yaml': configMap('good', `  namespace: ${namespace}\n`),
      'lost.yaml': configMap('lost', '  namespace: no-such-namespace\n'),
    });
    expect(await diff()).toMatchObject({
      code: 1,
      summary: { objects: 2, inSync: 1, absent: 1, unknown: 0 },
      objects: [{ name: 'lost', status: 'absent', changes: [], error: null }],
    });
  });

  it('says which kind nobody serves or declares, and reports the rest', async () => {
    const { namespace, kubectl, diff, repo } = await world({ 'good.yaml': configMap('good') });
    await kubectl('apply', '-f', repo.dir);
    repo.commit({ 'z.yaml': custom('Nothing') });
    for (const flags of [['-n', namespace], []]) {
      expect(await diff(...flags)).toMatchObject({
        code: 6,
        objects: expect.arrayContaining([
          expect.objectContaining({
            name: 'one',
            status: 'unknown',
            source: expect.objectContaining({ file: 'z.yaml', line: 1 }),
            error: {
              code: 'NO_SUCH_KIND',
              message: expect.stringContaining('no Nothing in kinds.example.com/v1'),
              hint: 'install the CRD of Nothing, or declare it in git',
            },
          }),
        ]),
      });
    }
    expect(await diff('-n', namespace)).toMatchObject({ summary: { objects: 2, inSync: 1, unknown: 1 } });
    expect(await diff('-f', 'z.yaml')).toMatchObject({ code: 4 });
  });

  it('calls custom resources absent whose CRD git declares and the cluster has not', async () => {
    const { namespace, diff } = await world({
      'crd.yaml': crd('laters', 'Later'),
      'one.yaml': custom('Later'),
    });
    expect(await diff()).toMatchObject({
      code: 1,
      summary: { objects: 2, absent: 2, unknown: 0 },
      objects: [
        { kind: 'CustomResourceDefinition', status: 'absent' },
        { kind: 'Later', name: 'one', status: 'absent', error: null },
      ],
    });
    expect(await diff('-n', namespace)).toMatchObject({ code: 1, summary: { objects: 1, absent: 1 } });
  });

  it('compares fields that a CRD’s schema does not know', async () => {
    const { cluster, namespace, kubectl, diff } = await world({ 'one.yaml': custom('Free') });
    await cluster.run(['apply', '-f', '-'], { input: crd('frees', 'Free') });
    onTestFinished(() => cluster.run(['delete', 'crd', 'frees.kinds.example.com']).then(() => {}));
    await untilEstablished(cluster, 'crd/frees.kinds.example.com');
    await expect
      .poll(async () => (await cluster.attempt(['get', 'frees', '-n', namespace])).code, { timeout: 20_000 })
      .toBe(0);
    await cluster.run(['apply', '--server-side', '-n', namespace, '-f', '-'], { input: custom('Free') });
    expect(await diff('-n', namespace)).toMatchObject({ code: 0, summary: { objects: 1, inSync: 1 } });
    const patch = '{"spec":{"deep":{"open":false,"more":{"x":1}}}}';
    await kubectl('patch', 'free/one', '--type=merge', '-p', patch);
    expect(await diff('-n', namespace)).toMatchObject({
      code: 1,
      objects: [
        {
          status: 'drifted',
          changes: [
            { path: '.spec.deep.open', class: 'changed', git: true, live: false },
            { path: '.spec.deep.more.x', class: 'extra', live: 1, owner: { manager: 'kubectl-patch' } },
          ],
        },
      ],
    });
  });

  it('compares an object of nearly 1 MiB', async () => {
    const line = `  big: ${'x'.repeat(1_000_000)}\n`;
    const { cluster, namespace, kubectl, diff, repo } = await world({ 'big.yaml': configMap('big') + line });
    const apply = ['apply', '--server-side'];
    await kubectl(...apply, '-f', repo.dir);
    expect(await diff('-n', namespace)).toMatchObject({ code: 0, summary: { inSync: 1 } });
    await kubectl('patch', 'configmap/big', '-p', '{"data":{"color":"red"}}');
    expect(await diff('-n', namespace)).toMatchObject({
      code: 1,
      objects: [{ changes: [{ path: '.data.color', git: 'green', live: 'red' }], compared: 'server' }],
    });
    const input = configMap('big') + line.replace('xx', 'xy');
    await cluster.run([...apply, '--force-conflicts', '--field-manager=Eve', '-n', namespace, '-f', '-'], {
      input,
    });
    const report = await diff('-n', namespace);
    expect(report).toMatchObject({
      objects: [{ changes: [{ path: '.data.big', owner: { manager: 'Eve' } }] }],
    });
  });
});
