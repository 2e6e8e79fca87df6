import { expect, it } from 'vitest';
import { untilEstablished } from '../../support/servers/established.ts';
import { gitops } from '../../support/gitops.ts';
import { repository } from '../../support/repository.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';

const crd = (group: string, versions: readonly string[]) => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.${group}}
spec:
  group: ${group}
  scope: Namespaced
  names: {plural: things, singular: thing, kind: Thing, listKind: ThingList}
  versions:
${versions.map((name, index) => `  - {name: ${name}, served: true, storage: ${index === versions.length - 1}, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, x-kubernetes-preserve-unknown-fields: true}}}}}`).join('\n')}
`;

it('names objects that the cluster can no longer read, and reports the rest', async () => {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace('stored');
  const group = `${namespace}.example.com`;
  const apply = (text: string) => cluster.run(['apply', '--server-side', '-f', '-'], { input: text });
  await apply(crd(group, ['v1']));
  await untilEstablished(cluster, `crd/things.${group}`);
  await apply(
    `apiVersion: ${group}/v1\nkind: Thing\nmetadata: {name: old, namespace: ${namespace}}\nspec: {a: 1}\n`,
  );
  await apply(crd(group, ['v1', 'v2']));
  await cluster.run([
    'patch',
    `crd/things.${group}`,
    '--subresource=status',
    '--type=merge',
    '-p',
    '{"status":{"storedVersions":["v2"]}}',
  ]);
  await cluster.run(['replace', '-f', '-'], { input: crd(group, ['v2']) });
  await new Promise((go) => setTimeout(go, 2000));
  const config = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: good, namespace: ${namespace}}\ndata: {a: "1"}\n`;
  await apply(config);
  const repo = repository({
    'all.yaml': `apiVersion: ${group}/v2\nkind: Thing\nmetadata: {name: old, namespace: ${namespace}}\nspec: {a: 1}\n---\n${config}`,
  });

  const outcome = await gitops(['diff', '-o', 'json'], { cwd: repo.dir, kubeconfig: cluster.kubeconfig });
  expect(outcome.json()).toMatchObject({
    summary: { inSync: 1, unknown: 1 },
    objects: [
      {
        kind: 'Thing',
        name: 'old',
        status: 'unknown',
        error: { message: expect.stringContaining('convert') },
      },
    ],
  });
  expect(outcome.code).toBe(6);
});
