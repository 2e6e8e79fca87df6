import { expect, it } from 'vitest';
import { untilEstablished } from '../../support/servers/established.ts';
import { gitops } from '../../support/gitops.ts';
import { repository } from '../../support/repository.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';
import { eventually } from '../../support/servers/supervisor.ts';
import { config, secret, unmanaged } from '../../support/unmanaged.ts';

const cluster = sharedCluster;

const web = (namespace: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: ${namespace}}
spec:
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: nginx}]}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: ${namespace}}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
`;

/** As Flux defines it, as far as names and scope go: no controller runs behind it here. */
const KUSTOMIZATIONS = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: kustomizations.kustomize.toolkit.fluxcd.io}
spec:
  group: kustomize.toolkit.fluxcd.io
  scope: Namespaced
  names: {kind: Kustomization, plural: kustomizations, singular: kustomization}
  versions:
    - name: v1
      served: true
      storage: true
      schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
`;

async function podsOf(namespace: string): Promise<void> {
  await eventually('pods of both Deployments', 30_000, async () => {
    const { stdout } = await cluster().attempt(['get', 'pods', '-n', namespace, '-o', 'name']);
    return stdout.split('\n').filter((line) => line !== '').length >= 2;
  });
}

it('names what people created by hand, and nothing that somebody manages', async () => {
  const namespace = await cluster().namespace('unmanaged');
  const apply = (input: string, ...flags: readonly string[]) =>
    cluster().run(['apply', ...flags, '-f', '-'], { input });
  const create = (...args: readonly string[]) => cluster().run(['create', ...args, '-n', namespace]);
  const as = (manager: string) => ['--server-side', `--field-manager=${manager}`] as const;
  await apply(web(namespace));
  await create('configmap', 'stranger', '--from-literal=a=1');
  await create('secret', 'generic', 'leftover', '--from-literal=password=hunter2');
  await create('deployment', 'forgotten', '--image=nginx');
  await apply(secret(namespace, 'applied'));
  await apply(config(namespace, 'operators'), ...as('acme-operator'));
  // and what is somebody's
  await apply(
    [
      config(namespace, 'flux', ', labels: {kustomize.toolkit.fluxcd.io/name: apps}'),
      config(namespace, 'hook', ', annotations: {helm.sh/hook: pre-install}'),
      config(namespace, 'leader', ', annotations: {control-plane.alpha.kubernetes.io/leader: "{}"}'),
      secret(namespace, 'tls', ', annotations: {cert-manager.io/certificate-name: web}'),
      secret(namespace, 'sh.helm.release.v1.web.v1', ', labels: {owner: helm}'),
      secret(namespace, 'gitops-web', ', labels: {applyset.kubernetes.io/id: applyset-1}'),
    ].join(''),
  );
  await apply(config(namespace, 'made'), ...as('cert-manager-controller'));
  await apply(
    config(namespace, 'argos', ', labels: {app.kubernetes.io/instance: web}'),
    ...as('argocd-controller'),
  );
  const token = ', annotations: {kubernetes.io/service-account.name: default}';
  await apply(
    `${secret(namespace, 'token', token).replace('---\n', '')}type: kubernetes.io/service-account-token\n`,
  );
  await podsOf(namespace);

  const repo = repository({ 'all.yaml': web(namespace) });
  const options = { cwd: repo.dir, kubeconfig: cluster().kubeconfig };
  const { code, report, names, stdout, stderr } = await unmanaged(options);
  expect(names).toEqual([
    'ConfigMap/operators',
    'ConfigMap/stranger',
    'Deployment/forgotten',
    'Secret/applied',
    'Secret/leftover',
  ]);
  expect(code).toBe(1);
  expect(report.summary).toMatchObject({ apps: 1, objects: 7, inSync: 2, unmanaged: 5 });
  expect(report.warnings).toEqual([]);
  expect(`${stdout}${stderr}`).not.toMatch(/hunter2|aHVudGVyMg/);
  expect(report.objects).toContainEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace,
    name: 'stranger',
    status: 'unmanaged',
    moved: 'live',
    fate: 'kept',
    because: 'no app declares it, and nothing removes it',
    breakGlass: null,
    owner: { manager: 'kubectl-create', operation: 'Update', subresource: null, time: expect.any(String) },
    created: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    compared: 'local',
    app: null,
    source: null,
    changes: [],
    error: null,
  });

  const text = await gitops(['diff', '--unmanaged'], options);
  expect(text.stdout).toMatch(
    new RegExp(
      `^apps/v1 Deployment ${namespace}/forgotten {2}unmanaged {2}created by kubectl-create {2}\\d{4}-.* UTC$`,
      'm',
    ),
  );
  expect(text.stdout).toContain('\n1 app, 7 objects: 2 in sync, 0 drifted, 0 pending, 5 unmanaged\n');
  expect((await gitops(['diff', '--unmanaged', '-o', 'name'], options)).stdout.split('\n')).toContain(
    'deployment.apps/forgotten',
  );
  expect((await gitops(['diff', '--unmanaged', '-o', 'diff'], options)).stdout).toBe('');
  expect((await gitops(['diff', '--unmanaged', '--exit-zero'], options)).code).toBe(0);
  const plain = await gitops(['diff', '-o', 'json'], options);
  expect(plain.code).toBe(0);
  expect(plain.json().summary).not.toHaveProperty('unmanaged');
});

it('finds what is left of custom kinds, and each of many objects once', async () => {
  const namespace = await cluster().namespace('unmanaged');
  const group = `${namespace}.example.com`;
  await cluster().run(['create', '-f', '-'], {
    input: `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.${group}}
spec:
  group: ${group}
  scope: Namespaced
  names: {kind: Widget, plural: widgets, singular: widget}
  versions:
    - name: v1
      served: true
      storage: true
      schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
    - name: v2
      served: true
      storage: false
      schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
`,
  });
  await untilEstablished(cluster(), `crd/widgets.${group}`);
  await cluster().run(['create', '-f', '-'], {
    input: `{apiVersion: ${group}/v1, kind: Widget, metadata: {name: left, namespace: ${namespace}}}`,
  });
  const many = Array.from({ length: 520 }, (_, index) => config(namespace, `many-${index}`)).join('');
  await cluster().run(['create', '-f', '-'], { input: many });
  const repo = repository({ 'all.yaml': config(namespace, 'declared') });
  const { names } = await unmanaged({ cwd: repo.dir, kubeconfig: cluster().kubeconfig });
  await cluster().run(['delete', 'crd', `widgets.${group}`]);
  expect(names.filter((name) => name.startsWith('ConfigMap/many-'))).toHaveLength(520);
  expect(new Set(names).size).toBe(521);
  expect(names).toContain('Widget/left');
});

it('tells a mark of Flux that was copied: its Kustomization does not know the object', async () => {
  const namespace = await cluster().namespace('unmanaged');
  const labels = `, labels: {kustomize.toolkit.fluxcd.io/name: apps, kustomize.toolkit.fluxcd.io/namespace: ${namespace}}`;
  await cluster().run(['apply', '--server-side', '-f', '-'], { input: KUSTOMIZATIONS });
  await untilEstablished(cluster(), 'crd/kustomizations.kustomize.toolkit.fluxcd.io');
  const declared = config(namespace, 'declared', labels);
  await cluster().run(['apply', '--server-side', '--field-manager=kustomize-controller', '-f', '-'], {
    input: `${declared}apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: ${namespace}}
status: {inventory: {entries: [{id: ${namespace}_declared__ConfigMap, v: v1}, {id: ${namespace}_known__Secret, v: v1}]}}
`,
  });
  // of a kind that git declares, too
  await cluster().run(['create', '-f', '-'], {
    input:
      secret(namespace, 'copied', labels) +
      secret(namespace, 'known', labels) +
      config(namespace, 'copied', labels),
  });
  await cluster().run(['apply', '--server-side', '--field-manager=kustomize-controller', '-f', '-'], {
    input: config(namespace, 'left', labels),
  });
  const repo = repository({ 'all.yaml': config(namespace, 'declared') });
  const { names, report } = await unmanaged({ cwd: repo.dir, kubeconfig: cluster().kubeconfig });
  expect(names).toEqual(['ConfigMap/copied', 'Secret/copied']);
  expect(report.summary).toMatchObject({ orphan: 2, unmanaged: 2 });
});
