import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { stringOr } from '../../../src/object.ts';
import type { Cluster } from '../servers/cluster.ts';
import { untilEstablished } from '../servers/established.ts';
import { entries } from '../servers/kubeconfig.ts';
import { argoCdSource } from './build.ts';
import { clusterSecret } from './resources.ts';

export const argoNamespace = 'argocd';

/** Installs the kinds and the configuration of Argo CD's own manifests, and what an installation then makes itself. */
export async function installArgoCd(cluster: Cluster): Promise<void> {
  const manifests = join(await argoCdSource(), 'manifests');
  await apply(cluster, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: argoNamespace } });
  for (const part of ['crds', 'base/config']) {
    const flags = ['--server-side', '--force-conflicts', '-n', argoNamespace];
    await cluster.run(['apply', ...flags, '-k', join(manifests, part)]);
  }
  const kinds = ['applications', 'applicationsets', 'appprojects'].map((kind) => `crd/${kind}.argoproj.io`);
  await untilEstablished(cluster, ...kinds);
  for (const object of [defaultProject, ownSecret(), registration(cluster)]) await apply(cluster, object);
}

/** Changes argocd-cm; the controllers notice by themselves. A key set to null is removed. */
export async function configureArgoCd(
  cluster: Cluster,
  data: Readonly<Record<string, string | null>>,
): Promise<void> {
  const patch = JSON.stringify({ data });
  await cluster.run(['patch', 'configmap/argocd-cm', '-n', argoNamespace, '--type=merge', '-p', patch]);
}

export async function apply(cluster: Cluster, object: object): Promise<void> {
  const flags = ['--server-side', '--force-conflicts', '--field-manager=test-setup'];
  await cluster.run(['apply', ...flags, '-f', '-'], { input: JSON.stringify(object) });
}

/** Argo CD's API server would make it at its first start. */
const defaultProject = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { name: 'default', namespace: argoNamespace },
  spec: {
    sourceRepos: ['*'],
    destinations: [{ server: '*', namespace: '*' }],
    clusterResourceWhitelist: [{ group: '*', kind: '*' }],
  },
};

function ownSecret() {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'argocd-secret', namespace: argoNamespace },
    stringData: { 'server.secretkey': randomBytes(32).toString('hex') },
  };
}

/** The test cluster under the name `test` and by its URL, besides being the one Argo CD itself lives in. */
function registration({ kubeconfig, server }: Cluster) {
  const { cluster, user } = entries(kubeconfig);
  const tlsClientConfig = {
    caData: stringOr(cluster['certificate-authority-data'], ''),
    certData: stringOr(user['client-certificate-data'], ''),
    keyData: stringOr(user['client-key-data'], ''),
  };
  return clusterSecret({
    name: 'test',
    server,
    labels: { environment: 'test' },
    config: { tlsClientConfig },
  });
}
