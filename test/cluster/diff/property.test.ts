import { expect, it } from 'vitest';
import { isArray, isObject } from '../../../src/object.ts';
import { dice, manifests } from '../../support/generate.ts';
import { gitops } from '../../support/gitops.ts';
import { repository } from '../../support/repository.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';

const seeds = process.env.SEED === undefined ? [1, 2] : [Number(process.env.SEED)];

/** Every way in which git gets into a cluster, by the commands that leave the same managers behind. */
const DEPLOYERS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'kubectl apply': [['apply']],
  'kubectl apply --server-side': [['apply', '--server-side']],
  Flux: [['apply', '--server-side', '--field-manager=kustomize-controller']],
  'Argo CD': [['apply', '--server-side', '--field-manager=argocd-controller']],
  'an updating Helm': [['create', '--field-manager=helm']],
  'create, then apply': [['create'], ['apply']],
  'client-side, then server-side': [['apply'], ['apply', '--server-side']],
};

/** Whether the server names who scaled depends on whether anybody owned replicas before. */
const UNTRACKED = '.spec.replicas';

/** What people do at 3 a.m.: what, by whom, and where it must show. */
const MUTATIONS: readonly {
  readonly args: readonly string[];
  readonly path: string;
  readonly manager: string | null;
}[] = [
  {
    args: ['set', 'image', 'deployment/web', 'web=nginx:9'],
    path: '.spec.template.spec.containers[name="web"].image',
    manager: 'kubectl-set',
  },
  {
    args: ['set', 'env', 'daemonset/agent', '-c', 'web', 'NIGHT=1'],
    path: '.spec.template.spec.containers[name="web"].env[name="NIGHT"]',
    manager: 'kubectl-set',
  },
  { args: ['scale', 'statefulset/db', '--replicas=4'], path: UNTRACKED, manager: null },
  { args: ['label', 'configmap/conf', 'night=1'], path: '.metadata.labels.night', manager: 'kubectl-label' },
  {
    args: [
      'patch',
      'cronjob/nightly',
      '--field-manager=k9s',
      '--type=merge',
      '-p',
      '{"spec":{"suspend":true}}',
    ],
    path: '.spec.suspend',
    manager: 'k9s',
  },
  {
    args: ['patch', 'secret/sec', '--field-manager=node-fetch', '-p', '{"stringData":{"token":"other123"}}'],
    path: '.data.token',
    manager: 'node-fetch',
  },
  {
    args: [
      'patch',
      'ingress/web',
      '--field-manager=acme',
      '--type=json',
      '-p',
      '[{"op":"replace","path":"/spec/rules/0/http/paths/0/backend/service/port/number","value":81}]',
    ],
    path: '.spec.rules[0].http.paths[0].backend.service.port.number',
    manager: 'acme',
  },
  {
    args: [
      'patch',
      'networkpolicy/web',
      '--type=json',
      '-p',
      '[{"op":"replace","path":"/spec/podSelector","value":{"matchLabels":{"x":"y"}}}]',
    ],
    path: '.spec.podSelector',
    manager: 'kubectl-patch',
  },
  {
    args: ['patch', 'service/web', '--type=json', '-p', '[{"op":"remove","path":"/spec/ports/1"}]'],
    path: '.spec.ports[port=53,protocol="UDP"]',
    manager: null,
  },
  {
    args: [
      'patch',
      'role/reader',
      '--field-manager=Terraform',
      '--type=json',
      '-p',
      '[{"op":"add","path":"/rules/0/verbs/-","value":"watch"}]',
    ],
    path: '.rules[0].verbs',
    manager: 'Terraform',
  },
];

for (const [name, steps] of Object.entries(DEPLOYERS)) {
  it.each(seeds)(
    `${name}: says nothing of what is fresh, finds every change, and the server agrees (seed %i)`,
    async (seed) => {
      const cluster = sharedCluster();
      const namespace = await cluster.namespace('property');
      const repo = repository({ 'all.yaml': manifests(namespace, dice(seed)) });
      for (const step of steps)
        await cluster.run([
          ...step,
          ...(step.includes('--server-side') ? ['--force-conflicts'] : []),
          '-f',
          repo.dir,
        ]);
      const diff = (...flags: readonly string[]) =>
        gitops(['diff', ...flags], { cwd: repo.dir, kubeconfig: cluster.kubeconfig });

      expect((await diff()).stdout).toBe('1 app, 14 objects: 14 in sync, 0 drifted, 0 pending\n');
      expect((await diff('--verify')).stdout).toBe('1 app, 14 objects: 14 in sync, 0 drifted, 0 pending\n');

      for (const { args } of MUTATIONS) await cluster.run([...args, '-n', namespace]);
      const found = await changes(await diff('-o', 'json'));
      const wanted = MUTATIONS.map(({ path, manager }) => `${path} ${manager}`).sort();
      expect(found).toEqual(wanted);
      expect(await changes(await diff('-o', 'json', '--verify'))).toEqual(wanted);
    },
  );
}

async function changes(outcome: Awaited<ReturnType<typeof gitops>>): Promise<readonly string[]> {
  const { objects } = outcome.json();
  if (!isArray(objects)) throw new Error('no objects');
  return objects
    .filter(isObject)
    .flatMap((object) => (isArray(object.changes) ? object.changes.filter(isObject) : []))
    .map(({ path, owner }) => `${path} ${isObject(owner) && path !== UNTRACKED ? owner.manager : null}`)
    .sort();
}
