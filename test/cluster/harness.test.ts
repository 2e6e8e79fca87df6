import { describe, expect, test } from 'vitest';
import { sharedCluster } from '../support/servers/shared-cluster.ts';
import { eventually } from '../support/servers/supervisor.ts';

describe('the test cluster', () => {
  const cluster = sharedCluster();

  test('answers /readyz', async () => {
    expect(await cluster.run(['get', '--raw', '/readyz'])).toBe('ok');
  });

  test('serves the version it was built from', async () => {
    const versions: unknown = JSON.parse(await cluster.run(['version', '-o', 'json']));
    expect(versions).toMatchObject({
      clientVersion: { gitVersion: cluster.version },
      serverVersion: { gitVersion: cluster.version },
    });
  });

  test('gives a Deployment its ReplicaSet and its Pods', async () => {
    const namespace = await cluster.namespace();
    await cluster.run(['create', 'deployment', 'web', '--image=nginx', '--replicas=2', '-n', namespace]);
    await eventually('two pods', 10_000, async () => {
      const names = await cluster.run(['get', 'replicasets,pods', '-o', 'name', '-n', namespace]);
      const lines = names.trim().split('\n');
      return lines.filter((line) => line.startsWith('pod/')).length === 2 && lines.length === 3;
    });
  });

  test('removes a namespace with everything in it', async () => {
    const namespace = await cluster.namespace();
    await cluster.run(['create', 'configmap', 'settings', '-n', namespace]);
    await cluster.run(['delete', 'namespace', namespace, '--timeout=30s']);
    expect(await cluster.run(['get', 'namespace', namespace, '--ignore-not-found'])).toBe('');
  });

  test('lets a read-only user read and not patch', async () => {
    const namespace = await cluster.namespace();
    await cluster.run(['create', 'configmap', 'settings', '-n', namespace]);
    const kubeconfig = await cluster.readOnlyUser();
    const read = await cluster.run(['get', 'configmap', 'settings', '-o', 'name', '-n', namespace], {
      kubeconfig,
    });
    expect(read).toBe('configmap/settings\n');
    const patch = ['patch', 'configmap', 'settings', '-p', '{"data":{"a":"b"}}', '-n', namespace];
    const refused = await cluster.attempt(patch, { kubeconfig });
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot patch resource') });
  });

  test('keeps a namespace user in its namespace', async () => {
    const namespace = await cluster.namespace();
    const kubeconfig = await cluster.namespaceUser(namespace);
    await cluster.run(['create', 'configmap', 'settings', '-n', namespace], { kubeconfig });
    const refused = await cluster.attempt(['get', 'configmaps', '--all-namespaces'], { kubeconfig });
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('at the cluster scope') });
  });

  test('knows the groups of a user', async () => {
    const kubeconfig = await cluster.user({ name: 'ada', groups: ['dev', 'ops'] });
    const whoami = await cluster.run(['auth', 'whoami', '-o', 'json'], { kubeconfig });
    const expected = { username: 'ada', groups: ['dev', 'ops', 'system:authenticated'] };
    expect(JSON.parse(whoami)).toMatchObject({ status: { userInfo: expected } });
  });

  test('accepts a token', async () => {
    const kubeconfig = await cluster.tokenUser();
    const username = 'jsonpath={.status.userInfo.username}';
    expect(await cluster.run(['auth', 'whoami', '-o', username], { kubeconfig })).toBe('token-user');
  });
});
