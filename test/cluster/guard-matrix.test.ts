import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildTool } from '../support/programs/build.ts';
import type { Cluster } from '../support/servers/cluster.ts';
import { type Guarded, guarded } from '../support/guarded.ts';
import { folder, repository } from '../support/repository.ts';
import { attempt, run } from '../support/run.ts';
import { sharedCluster } from '../support/servers/shared-cluster.ts';

interface Marks {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

const deployment = (namespace: string, { labels = {}, annotations = {} }: Marks = {}, image = 'nginx:1') =>
  JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace, labels: { app: 'web', ...labels }, annotations },
    spec: {
      replicas: 0,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'web', image }] },
      },
    },
  });

const tracking = (namespace: string, name: string) => ({
  annotations: { 'argocd.argoproj.io/tracking-id': `shop:apps/Deployment:${namespace}/${name}` },
});

/** Who answers for the Deployment `web`, and whether git owns it for that. */
const OWNERS: readonly {
  readonly name: string;
  readonly owned: boolean;
  readonly lay: (namespace: string, cluster: Cluster, shell: Guarded) => Promise<void>;
}[] = [
  {
    name: 'an Argo CD mark',
    owned: true,
    lay: async (namespace, cluster) => apply(cluster, deployment(namespace, tracking(namespace, 'web'))),
  },
  {
    name: 'a Flux mark',
    owned: true,
    lay: async (namespace, cluster) =>
      apply(
        cluster,
        deployment(namespace, {
          labels: {
            'kustomize.toolkit.fluxcd.io/name': 'apps',
            'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
          },
        }),
      ),
  },
  {
    name: 'Helm',
    owned: true,
    lay: async (namespace, cluster) => {
      const chart = folder({
        'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
        'templates/web.yaml': deployment(namespace),
      });
      const env = { KUBECONFIG: cluster.kubeconfig, HELM_CACHE_HOME: chart, HELM_CONFIG_HOME: chart };
      await run(await buildTool('helm3'), ['install', 'web', chart, '-n', namespace], { env });
    },
  },
  {
    name: 'this repository',
    owned: true,
    lay: async (namespace, cluster, { env }) => {
      const repo = repository({ 'web.json': deployment(namespace) });
      await apply(cluster, deployment(namespace));
      await run(cluster.kubectl, ['gitops', 'diff'], { cwd: repo.dir, env });
    },
  },
  {
    name: 'nobody',
    owned: false,
    lay: async (namespace, cluster) => apply(cluster, deployment(namespace)),
  },
  {
    name: 'a copied Argo CD mark',
    owned: false,
    lay: async (namespace, cluster) => apply(cluster, deployment(namespace, tracking(namespace, 'other'))),
  },
  {
    name: 'a copied Helm mark',
    owned: false,
    lay: async (namespace, cluster) => {
      const chart = folder({
        'Chart.yaml': 'apiVersion: v2\nname: other\nversion: 0.1.0\n',
        'templates/other.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\n',
      });
      const env = { KUBECONFIG: cluster.kubeconfig, HELM_CACHE_HOME: chart, HELM_CONFIG_HOME: chart };
      await run(await buildTool('helm3'), ['install', 'other', chart, '-n', namespace], { env });
      const annotations = {
        'meta.helm.sh/release-name': 'other',
        'meta.helm.sh/release-namespace': namespace,
      };
      await apply(
        cluster,
        deployment(namespace, { labels: { 'app.kubernetes.io/managed-by': 'Helm' }, annotations }),
      );
    },
  },
];

async function apply(cluster: Cluster, manifest: string): Promise<void> {
  await cluster.run(['apply', '--server-side', '-f', '-'], { input: manifest });
}

/** What an owned object is refused, told by its words; `-n` is added. */
const REFUSED: readonly (readonly string[])[] = [
  ['edit', 'deployment/web'],
  ['patch', 'deployment', 'web', '-p', '{"spec":{"paused":true}}'],
  ['patch', 'deploy/web', '--type=json', '-p', '[{"op":"add","path":"/spec/paused","value":true}]'],
  ['set', 'image', 'deployment/web', 'web=nginx:2'],
  ['set', 'env', 'deploy', 'web', 'A=B'],
  ['set', 'resources', 'deploy/web', '--limits=memory=1Gi'],
  ['scale', 'deployment/web', '--replicas=0'],
  ['scale', '--replicas', '0', 'deploy', '-l', 'app=web'],
  ['label', 'deployment', 'web', 'a=b'],
  ['label', 'deployments.apps', '--all', 'a=b'],
  ['annotate', 'deployment/web', 'a=b'],
  ['rollout', 'pause', 'deployment/web'],
  ['autoscale', 'deployment/web', '--max=2'],
  ['delete', 'deployment', 'web'],
  ['delete', 'deployments', '-l', 'app=web', '--cascade=orphan'],
];

/** With the object, changed, in a file or on standard input. */
const BROUGHT: readonly (readonly string[])[] = [
  ['apply', '-f', 'FILE'],
  ['apply', '--server-side', '--force-conflicts', '-f', 'FILE'],
  ['replace', '-f', 'FILE'],
  ['delete', '-f', 'FILE'],
  ['apply', '-f', '-'],
];

/** What passes whoever owns it. */
const PASSING: readonly (readonly string[])[] = [
  ['get', 'deployment/web'],
  ['describe', 'deployment/web'],
  ['scale', 'deployment/web', '--replicas=5', '--dry-run=server'],
  ['label', 'deployment/web', '--list'],
  [
    'patch',
    'deployment/web',
    '--subresource=status',
    '--type=merge',
    '-p',
    '{"status":{"observedGeneration":1}}',
  ],
  ['rollout', 'restart', 'deployment/web'],
  ['rollout', 'history', 'deployment/web'],
  ['rollout', 'resume', 'deployment/web', '--help'],
  ['diff', '-f', 'FILE'],
  ['expose', 'deployment/web', '--port=80'],
  ['create', 'configmap', 'free', '--from-literal=a=b'],
  ['auth', 'can-i', 'get', 'pods'],
];

const version = (cluster: Cluster, namespace: string) =>
  cluster.run([
    'get',
    'deployment/web',
    '-n',
    namespace,
    '-o',
    'jsonpath={.metadata.uid} {.metadata.resourceVersion}',
  ]);

describe('guard: every verb by every owner', () => {
  for (const owner of OWNERS) {
    it(`owned by ${owner.name}: ${owner.owned ? 'changes are refused, and nothing moves' : 'kubectl is itself'}`, async () => {
      const cluster = sharedCluster();
      const shell = guarded(cluster);
      const editor = folder({ editor: '#!/bin/sh\nsed -i.bak "s/nginx:1/nginx:3/" "$1"\n' });
      chmodSync(join(editor, 'editor'), 0o755);
      const env = { KUBE_EDITOR: join(editor, 'editor') };
      if (owner.owned) {
        const namespace = await cluster.namespace('matrix');
        await owner.lay(namespace, cluster, shell);
        const files = folder({ 'web.json': deployment(namespace, {}, 'nginx:2') });
        const before = await version(cluster, namespace);
        for (const words of [...REFUSED, ...BROUGHT]) {
          const args = argsOf(words, namespace, join(files, 'web.json'));
          const input = deployment(namespace, {}, 'nginx:2');
          const { code, stdout, stderr } = await shell.kubectl(args, { input, env });
          expect({ words, code, stdout }).toEqual({ words, code: 1, stdout: '' });
          expect(stderr, words.join(' ')).toContain('Deployment ');
          expect(stderr, words.join(' ')).toContain('(GUARD_DENIED)');
          expect(stderr.trimEnd().split('\n').length, stderr).toBeLessThanOrEqual(12);
          expect(await version(cluster, namespace), words.join(' ')).toBe(before);
        }
        for (const words of PASSING) await same(words, cluster, shell, owner, env);
      } else {
        for (const words of [...REFUSED, ...BROUGHT, ...PASSING])
          await same(words, cluster, shell, owner, env);
      }
    }, 600_000);
  }
});

/** One object through the shim, its twin in another namespace through the real kubectl: what both say is the same. */
async function same(
  words: readonly string[],
  cluster: Cluster,
  shell: Guarded,
  owner: (typeof OWNERS)[number],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const outcomes = await Promise.all(
    [true, false].map(async (isGuarded) => {
      const namespace = await cluster.namespace('matrix');
      await owner.lay(namespace, cluster, shell);
      // it tells how far the rollout has come
      if (words[0] === 'describe')
        await cluster.run(['wait', '--for=condition=Available', 'deployment/web', '-n', namespace]);
      const input = deployment(namespace, {}, 'nginx:2');
      const files = folder({ 'web.json': input });
      const args = argsOf(words, namespace, join(files, 'web.json'));
      const { code, stdout, stderr } = isGuarded
        ? await shell.kubectl(args, { input, env })
        : await attempt(cluster.kubectl, args, { input, env: { ...shell.env, ...env } });
      // kubectl lists labels in the order of a map
      const said = (text: string) => neutral(text, namespace).split('\n').sort().join('\n');
      await cluster.run(['delete', 'namespace', namespace, '--wait=false']);
      return { words, code, stdout: said(stdout), stderr: said(stderr.replace(/^note: .*\n/m, '')) };
    }),
  );
  expect(outcomes[0]).toEqual(outcomes[1]);
}

/** What differs between two objects of the same making: names of namespaces, ids, addresses, ages. */
function neutral(text: string, namespace: string): string {
  return text
    .replaceAll(namespace, 'NAMESPACE')
    .replace(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b/g, 'UID')
    .replace(/\b\d+(m\d+)?s\b/g, 'AGE')
    .replace(/\/tmp\/\S+(\t.*)?/g, 'PATH')
    .replace(/(resourceVersion: )"\d+"/g, '$1RV')
    .replace(/\w{3}, \d\d \w{3} \d{4} [\d:]+ \S+/g, 'DATE')
    .replace(/\d{4}-\d\d-\d\dT[\d:]+Z/g, 'TIME')
    .replace(/-[0-9a-f]{8,10}\b/g, '-HASH');
}

function argsOf(words: readonly string[], namespace: string, file: string): readonly string[] {
  return [...words.map((word) => (word === 'FILE' ? file : word)), '-n', namespace];
}
