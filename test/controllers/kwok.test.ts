import { beforeAll, expect, it } from 'vitest';
import { startKwok } from '../support/servers/kwok.ts';
import { sharedCluster } from '../support/servers/shared-cluster.ts';

beforeAll(async () => {
  const kwok = await startKwok(sharedCluster());
  return () => kwok.stop();
});

it('lets the Pods of a Deployment become ready', async () => {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace();
  await cluster.run(['create', 'deployment', 'web', '--image=nginx', '--replicas=2', '-n', namespace]);
  const waited = await cluster.attempt(['rollout', 'status', 'deploy/web', '--timeout=30s', '-n', namespace]);
  expect(waited).toMatchObject({ code: 0, stdout: expect.stringContaining('successfully rolled out') });
});

it('lets a Job complete', async () => {
  const cluster = sharedCluster();
  const namespace = await cluster.namespace();
  await cluster.run(['create', 'job', 'once', '--image=busybox', '-n', namespace]);
  await cluster.run(['wait', '--for=condition=Complete', 'job/once', '--timeout=30s', '-n', namespace]);
});
