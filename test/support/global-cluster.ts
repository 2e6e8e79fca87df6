import type { TestProject } from 'vitest/node';
import { startCluster } from './servers/cluster.ts';
import { checkPrerequisites } from './programs/prerequisites.ts';
import type {} from './servers/shared-cluster.ts';
import { isServerVersion } from './programs/tools.ts';

/** One cluster for all test files of the run. KUBECTL_GITOPS_TEST_SERVER=1.33 runs them against the oldest server. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const version = process.env.KUBECTL_GITOPS_TEST_SERVER ?? '1.36';
  if (!isServerVersion(version))
    throw new Error(`KUBECTL_GITOPS_TEST_SERVER: no such server version: ${version}`);
  await checkPrerequisites();
  const { stop, kubeconfig, server, dir, kubectl, controlplane, ...cluster } = await startCluster({
    version,
  });
  project.provide('cluster', { kubeconfig, server, dir, version: cluster.version, kubectl, controlplane });
  return stop;
}
