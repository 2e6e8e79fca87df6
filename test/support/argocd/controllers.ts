import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster } from '../servers/cluster.ts';
import { type Daemon, startDaemon } from '../servers/daemon.ts';
import { isErrno } from '../servers/errno.ts';
import { accepts } from '../servers/ports.ts';
import { buildArgoCd, type HelmName, rendererPath } from './build.ts';
import { allotPorts, applicationController, applicationSetController, repoServer } from './flags.ts';
import { findRedis } from './redis.ts';

export type ControllerOptions = {
  /** Namespaces besides argocd in which Applications and ApplicationSets are heeded; patterns, such as `team-*`. */
  readonly applicationNamespaces?: readonly string[];
  readonly serverSideDiff?: boolean;
  readonly helm?: HelmName;
  /** How often every Application is compared anew, and for how long a branch's commit is remembered. */
  readonly resyncSeconds?: number;
  /** More environment of the controllers: flags of Argo CD all have a variable. */
  readonly env?: Readonly<Record<string, string>>;
};

export type Controllers = { readonly daemons: readonly Daemon[]; stop(): Promise<void> };

/** Starts Redis and the controllers beside the cluster, one set for each cluster at a time. */
export async function startControllers(cluster: Cluster, options: ControllerOptions): Promise<Controllers> {
  const home = join(cluster.dir, 'argocd');
  await claim(home);
  const daemons: Daemon[] = [];
  const stop = async () => {
    for (const daemon of daemons.toReversed()) await daemon.stop();
    await rm(home, { recursive: true, force: true });
  };
  try {
    for (const start of await parts(cluster, home, options)) daemons.push(await start());
    return { daemons, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

/** Two application controllers of one cluster would fight over every Application. */
async function claim(home: string): Promise<void> {
  try {
    await mkdir(home, { mode: 0o700 });
  } catch (cause) {
    if (isErrno(cause, 'EEXIST'))
      throw new Error(`Argo CD runs for this cluster already: ${home}`, { cause });
    throw cause;
  }
}

/** In the order in which they need each other. KUBECTL_GITOPS_TEST_LOGS names a folder that keeps their logs. */
async function parts(
  cluster: Cluster,
  home: string,
  options: ControllerOptions,
): Promise<readonly (() => Promise<Daemon>)[]> {
  const program = await buildArgoCd();
  const redis = await findRedis();
  const logs = process.env.KUBECTL_GITOPS_TEST_LOGS ?? home;
  await mkdir(logs, { recursive: true });
  const ports = await allotPorts();
  const env = await environment(cluster, home, options);
  const controllers = [
    repoServer(ports),
    applicationController(cluster, ports, options),
    applicationSetController(cluster, ports, options),
  ];
  const startRedis = () =>
    startDaemon(redis.command, redis.args(ports.redis), {
      log: join(logs, 'redis.log'),
      env: redis.env,
      cwd: home,
      ready: () => accepts(ports.redis),
    });
  const startController = controllers.map(({ name, args, ready }) => () => {
    const log = join(logs, `${name}.log`);
    return startDaemon(program, [name, ...args], { log, env, cwd: home, ready });
  });
  return [startRedis, ...startController];
}

/** Short delays, nothing shared with another Argo CD on this machine, nothing read from the home of who runs the tests. */
async function environment(
  cluster: Cluster,
  home: string,
  { helm, resyncSeconds = 5, env = {} }: ControllerOptions,
): Promise<Readonly<Record<string, string>>> {
  return {
    PATH: await rendererPath(join(home, 'bin'), helm),
    HOME: home,
    TMPDIR: home,
    // what makes https://kubernetes.default.svc work from outside of a Pod
    ARGOCD_FAKE_IN_CLUSTER: 'true',
    KUBECONFIG: cluster.kubeconfig,
    ARGOCD_GPG_ENABLED: 'false',
    ARGOCD_ASK_PASS_SOCK: join(home, 'ask-pass.sock'),
    ARGOCD_LOG_FORMAT: 'text',
    ARGOCD_RECONCILIATION_TIMEOUT: `${resyncSeconds}s`,
    ARGOCD_RECONCILIATION_JITTER: '0',
    ARGOCD_REPO_ERROR_GRACE_PERIOD_SECONDS: '0',
    ARGOCD_PAUSE_GEN_AFTER_FAILED_ATTEMPTS: '0',
    ARGOCD_APPLICATION_CONTROLLER_SELF_HEAL_TIMEOUT_SECONDS: '1',
    ARGOCD_APPLICATION_CONTROLLER_SELF_HEAL_BACKOFF_TIMEOUT_SECONDS: '1',
    ARGOCD_APPLICATION_CONTROLLER_SELF_HEAL_BACKOFF_FACTOR: '1',
    ARGOCD_APPLICATION_CONTROLLER_SELF_HEAL_BACKOFF_CAP_SECONDS: '1',
    ...env,
  };
}
