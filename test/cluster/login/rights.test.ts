import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../support/servers/cluster.ts';
import { gitops } from '../../support/gitops.ts';
import { repository } from '../../support/repository.ts';
import { sharedCluster } from '../../support/servers/shared-cluster.ts';

const config = (namespace: string, name: string, data = 'color: green') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: ${namespace}}\ndata: {${data}}\n`;
const secret = (namespace: string) =>
  `apiVersion: v1\nkind: Secret\nmetadata: {name: key, namespace: ${namespace}}\nstringData: {pin: hunter2}\n`;

/** Applies files as the administrator and changes a ConfigMap `red` live. */
async function world(files: (namespace: string) => Readonly<Record<string, string>>) {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace('rights');
  const repo = repository(files(namespace));
  await cluster.run(['apply', '-f', repo.dir]);
  await cluster.run(['patch', 'configmap/red', '-n', namespace, '-p', '{"data":{"color":"red"}}']);
  const diff = async (kubeconfig: string, ...args: readonly string[]) => {
    const outcome = await gitops(['diff', '-o', 'json', ...args], { cwd: repo.dir, kubeconfig });
    expect(outcome.stdout + outcome.stderr).not.toContain('hunter2');
    return { ...outcome.json(), code: outcome.code, stderr: outcome.stderr };
  };
  return { cluster, namespace, diff };
}

const red = { name: 'red', status: 'drifted', changes: [{ path: '.data.color', git: 'green', live: 'red' }] };

async function grant(cluster: Cluster, namespace: string, user: string, resources: string): Promise<string> {
  const role = ['create', 'role', 'some', '--verb=get,list', `--resource=${resources}`, '-n', namespace];
  await cluster.run(role);
  await cluster.run(['create', 'rolebinding', 'some', '--role=some', `--user=${user}`, '-n', namespace]);
  const kubeconfig = await cluster.user({ name: user });
  const can = ['auth', 'can-i', 'list', resources, '-n', namespace];
  await expect
    .poll(async () => (await cluster.attempt(can, { kubeconfig })).code, { timeout: 10_000 })
    .toBe(0);
  return kubeconfig;
}

describe('diff by a user of few rights', () => {
  it('answers who may only read, and marks what it could not ask the server', async () => {
    const { cluster, diff } = await world((namespace) => ({
      'good.yaml': config(namespace, 'good'),
      'red.yaml': config(namespace, 'red'),
      'key.yaml': secret(namespace),
    }));
    const reader = await cluster.readOnlyUser();
    const report = await diff(reader);
    expect(report).toMatchObject({
      code: 1,
      summary: { objects: 3, inSync: 2, drifted: 1, unknown: 0 },
      objects: [{ ...red, compared: 'local' }],
      warnings: [
        { code: 'FORBIDDEN', message: expect.stringMatching(/^1 object is compared locally only: /) },
      ],
    });
    expect(report.stderr).toContain('kubectl auth can-i patch configmaps -n ');
    expect(await diff(cluster.kubeconfig)).toMatchObject({
      objects: [{ ...red, compared: 'server' }],
      warnings: [],
    });
  });

  it('reports the rest where Secrets may not be read', async () => {
    const { cluster, namespace, diff } = await world((name) => ({
      'good.yaml': config(name, 'good'),
      'key.yaml': secret(name),
      'red.yaml': config(name, 'red'),
    }));
    const report = await diff(await grant(cluster, namespace, `half-${namespace}`, 'configmaps'));
    expect(report).toMatchObject({
      code: 6,
      summary: { objects: 3, inSync: 1, drifted: 1, unknown: 1 },
      objects: [
        {
          kind: 'Secret',
          name: 'key',
          status: 'unknown',
          error: {
            code: 'FORBIDDEN',
            message: expect.stringContaining('secrets "key" is forbidden'),
            hint: `ask for the right; see: kubectl auth can-i get secrets -n ${namespace}`,
          },
        },
        red,
      ],
    });
  });

  it('compares one namespace for who may see no other', async () => {
    const { cluster, namespace, diff } = await world((name) => ({
      'good.yaml': config(name, 'good'),
      'red.yaml': config(name, 'red'),
      'other.yaml': config('default', `other-${name}`),
      'role.yaml': `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}}\n`,
    }));
    const owner = await cluster.namespaceUser(namespace);
    expect(await diff(owner, '-n', namespace)).toMatchObject({
      code: 1,
      summary: { objects: 2, inSync: 1, drifted: 1 },
      objects: [{ ...red, compared: 'server' }],
      warnings: [],
    });
    expect(await diff(owner)).toMatchObject({
      code: 6,
      summary: { drifted: 1, unknown: 1 },
      objects: [{ name: `other-${namespace}`, status: 'unknown', error: { code: 'FORBIDDEN' } }, red],
    });
  });

  it('finds roles whose names hold capitals and colons', async () => {
    const role = (name: string, verb: string) =>
      `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: "${name}"}\n` +
      `rules: [{apiGroups: [""], resources: [pods], verbs: [${verb}]}]\n`;
    const cluster = sharedCluster();
    const namespace = await cluster.namespace('rights');
    const repo = repository({
      'a.yaml': role('team:Web:Reader', 'get'),
      'b.yaml': role('system:Web?a=b#c', 'get'),
    });
    await cluster.run(['apply', '-n', namespace, '-f', repo.dir]);
    await cluster.run(
      ['apply', '-n', namespace, '--server-side', '--force-conflicts', '--field-manager=Eve', '-f', '-'],
      {
        input: role('team:Web:Reader', 'list'),
      },
    );
    const args = ['diff', '-n', namespace, '-o', 'json'];
    const outcome = await gitops(args, { cwd: repo.dir, kubeconfig: cluster.kubeconfig });
    expect(outcome.stderr).toBe('');
    expect(outcome.json()).toMatchObject({
      summary: { objects: 2, inSync: 1, drifted: 1 },
      objects: [
        { name: 'team:Web:Reader', changes: [{ path: '.rules[0].verbs[0]', owner: { manager: 'Eve' } }] },
      ],
    });
  });
});
