import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildControlPlane } from '../programs/build.ts';
import { attempt, type Outcome, run } from '../run.ts';
import { whenReady } from './supervisor.ts';
import type { ServerVersion } from '../programs/tools.ts';
import { makeNamespaceUser, makeReadOnlyUser, makeTokenUser, makeUser, type User } from './users.ts';

/** Where a running cluster is: plain strings, so that it can be handed to other processes. */
export type ClusterAddress = {
  /** Of an administrator (system:masters). */
  readonly kubeconfig: string;
  readonly server: string;
  readonly dir: string;
  readonly version: string;
  readonly kubectl: string;
  readonly controlplane: string;
};

export type KubectlOptions = { readonly kubeconfig?: string; readonly input?: string; readonly cwd?: string };

export type Cluster = ClusterAddress & {
  /** Runs kubectl, as the administrator unless told otherwise, and returns its output; failure throws. */
  run(args: readonly string[], options?: KubectlOptions): Promise<string>;
  /** The same, but failure is an outcome. */
  attempt(args: readonly string[], options?: KubectlOptions): Promise<Outcome>;
  /** Makes a namespace nobody else uses and returns its name. */
  namespace(prefix?: string): Promise<string>;
  /** Each returns the path of a kubeconfig. A user of a certificate may do nothing until RBAC says so. */
  user(user: User): Promise<string>;
  readOnlyUser(): Promise<string>;
  namespaceUser(namespace: string): Promise<string>;
  tokenUser(): Promise<string>;
};

export type StartedCluster = Cluster & { stop(): Promise<void> };

export type ClusterOptions = {
  readonly version?: ServerVersion;
  readonly featureGates?: string;
  readonly apiserverArgs?: readonly string[];
};

/** Starts a control plane of its own in a temporary folder. It ends with `stop`, or when this process ends in any way. */
export async function startCluster(options: ClusterOptions = {}): Promise<StartedCluster> {
  const { controlplane, kubectl } = await buildControlPlane(options.version);
  const dir = await mkdtemp(join(await realpath(tmpdir()), 'kubectl-gitops-cluster-'));
  const args = ['--watch-stdin', '--remove-dir', ...upArgs(dir, options)];
  const child = spawn(controlplane, ['up', ...args], { stdio: 'pipe' });
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const stop = async (): Promise<void> => {
    await endOf(child);
    await rm(dir, { recursive: true, force: true });
  };
  try {
    const ready = await whenReady(child, async () => said.join('') || 'it ended');
    return { ...connect({ ...ready, dir, kubectl, controlplane }), stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

export function upArgs(dir: string, options: ClusterOptions): string[] {
  const gates = options.featureGates === undefined ? [] : [`--feature-gates=${options.featureGates}`];
  return ['--dir', dir, ...gates, '--', ...(options.apiserverArgs ?? [])];
}

/** Its standard input ending is what tells it to end; a supervisor that does not listen is killed. */
async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const killer = setTimeout(() => child.kill('SIGKILL'), 15_000);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.stdin?.end();
  await ended;
  clearTimeout(killer);
}

/** The API of a cluster that runs already. */
export function connect({
  kubeconfig,
  server,
  dir,
  version,
  kubectl,
  controlplane,
}: ClusterAddress): Cluster {
  const spawnOptions = (options: KubectlOptions) => ({
    ...options,
    env: kubectlEnvironment(dir, options.kubeconfig ?? kubeconfig),
  });
  const cluster: Cluster = {
    kubeconfig,
    server,
    dir,
    version,
    kubectl,
    controlplane,
    run: (args, options = {}) => run(kubectl, args, spawnOptions(options)),
    attempt: (args, options = {}) => attempt(kubectl, args, spawnOptions(options)),
    namespace: async (prefix = 'test') => {
      const name = `${prefix}-${randomBytes(4).toString('hex')}`;
      await cluster.run(['create', 'namespace', name]);
      return name;
    },
    user: (user) => makeUser(cluster, user),
    readOnlyUser: () => makeReadOnlyUser(cluster),
    namespaceUser: (namespace) => makeNamespaceUser(cluster, namespace),
    tokenUser: () => makeTokenUser(cluster),
  };
  return cluster;
}

/** Keeps the kubectl settings and caches of whoever runs the tests out of them. */
function kubectlEnvironment(dir: string, kubeconfig: string): Record<string, string> {
  return { KUBECONFIG: kubeconfig, KUBECACHEDIR: join(dir, 'kubectl-cache'), KUBERC: 'off' };
}
