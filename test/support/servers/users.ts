import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster } from './cluster.ts';
import { run } from '../run.ts';
import { eventually } from './supervisor.ts';

export type User = { readonly name: string; readonly groups?: readonly string[] };

/** Signs a certificate for the user and returns the path of a kubeconfig with it. */
export async function makeUser(cluster: Cluster, { name, groups = [] }: User): Promise<string> {
  const grouped = groups.flatMap((group) => ['--group', group]);
  const text = await run(cluster.controlplane, ['user', '--dir', cluster.dir, '--name', name, ...grouped]);
  return keep(cluster, name, text);
}

/** May read everything, Secrets included, and change nothing. */
export async function makeReadOnlyUser(cluster: Cluster): Promise<string> {
  const name = uniqueName('reader');
  const rules = [{ apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch'] }];
  await apply(cluster, [
    { apiVersion: rbac, kind: 'ClusterRole', metadata: { name }, rules },
    { apiVersion: rbac, kind: 'ClusterRoleBinding', metadata: { name }, ...binding(name, name) },
  ]);
  const kubeconfig = await makeUser(cluster, { name });
  await awaitRight(cluster, kubeconfig, ['list', 'pods', '--all-namespaces']);
  return kubeconfig;
}

/** May do everything in one namespace and nothing outside it. */
export async function makeNamespaceUser(cluster: Cluster, namespace: string): Promise<string> {
  const name = uniqueName('owner');
  await apply(cluster, [
    {
      apiVersion: rbac,
      kind: 'RoleBinding',
      metadata: { name, namespace },
      ...binding(name, 'cluster-admin'),
    },
  ]);
  const kubeconfig = await makeUser(cluster, { name });
  await awaitRight(cluster, kubeconfig, ['patch', 'deployments.apps', '--namespace', namespace]);
  return kubeconfig;
}

/** `token-user`, who authenticates with a token instead of a certificate and may do nothing by itself. */
export async function makeTokenUser(cluster: Cluster): Promise<string> {
  const token = await readFile(join(cluster.dir, 'token'), 'utf8');
  const kubeconfig = await keep(cluster, 'token-user', await readFile(cluster.kubeconfig, 'utf8'));
  await cluster.run(['config', 'set-credentials', 'token-user', `--token=${token}`], { kubeconfig });
  await cluster.run(['config', 'set-context', '--current', '--user=token-user'], { kubeconfig });
  await cluster.run(['config', 'unset', 'users.admin'], { kubeconfig });
  return kubeconfig;
}

const rbac = 'rbac.authorization.k8s.io/v1';

function binding(user: string, clusterRole: string) {
  return {
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: clusterRole },
  };
}

async function apply(cluster: Cluster, objects: readonly object[]): Promise<void> {
  const input = objects.map((object) => JSON.stringify(object)).join('\n---\n');
  await cluster.run(['apply', '--server-side', '-f', '-'], { input });
}

/** The authorizer reads roles from a cache: a new binding takes a moment to count. */
async function awaitRight(cluster: Cluster, kubeconfig: string, what: readonly string[]): Promise<void> {
  await eventually(`right to ${what.join(' ')}`, 10_000, async () => {
    const { code } = await cluster.attempt(['auth', 'can-i', ...what], { kubeconfig });
    return code === 0;
  });
}

async function keep(cluster: Cluster, name: string, kubeconfig: string): Promise<string> {
  const folder = join(cluster.dir, 'users');
  const path = join(folder, `${uniqueName(name.replaceAll(/[^a-z0-9]/gi, '-'))}.kubeconfig`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(path, kubeconfig, { mode: 0o600 });
  return path;
}

function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(4).toString('hex')}`;
}
