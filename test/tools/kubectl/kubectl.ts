import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { buildControlPlane } from '../../support/programs/build.ts';
import { attempt, type Outcome } from '../../support/run.ts';
import { isServerVersion, type ServerVersion } from '../../support/programs/tools.ts';

/** KUBECTL_GITOPS_TEST_SERVER=1.33 holds the oldest kubectl to the tests, as it does the oldest server. */
export function kubectlVersion(): ServerVersion {
  const version = process.env.KUBECTL_GITOPS_TEST_SERVER ?? '1.36';
  if (isServerVersion(version)) return version;
  throw new Error(`KUBECTL_GITOPS_TEST_SERVER: no such server version: ${version}`);
}

export type Kubectl = (args: readonly string[], input?: string) => Promise<Outcome>;

/** kubectl without a cluster, a plugin or anybody's preferences. */
export async function kubectlAlone(): Promise<Kubectl> {
  const { kubectl } = await buildControlPlane(kubectlVersion());
  const home = await mkdtemp(join(tmpdir(), 'kubectl-gitops-test-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const env = { HOME: home, KUBECONFIG: join(home, 'none'), PATH: home };
  return (args, input = '') => attempt(kubectl, args, { env, input });
}
