import type { Cluster } from '../servers/cluster.ts';
import { answers, freePorts } from '../servers/ports.ts';
import type { ControllerOptions } from './controllers.ts';
import { argoNamespace } from './install.ts';

/** All on 127.0.0.1. */
export type Ports = {
  readonly redis: number;
  readonly repo: number;
  readonly repoMetrics: number;
  readonly appMetrics: number;
  readonly setMetrics: number;
  readonly setProbe: number;
  readonly setWebhook: number;
};

export type Controller = {
  readonly name: string;
  readonly args: readonly string[];
  readonly ready: () => Promise<boolean>;
};

export async function allotPorts(): Promise<Ports> {
  const ports = await freePorts(7);
  const [redis = 0, repo = 0, repoMetrics = 0, appMetrics = 0, setMetrics = 0, setProbe = 0, setWebhook = 0] =
    ports;
  return { redis, repo, repoMetrics, appMetrics, setMetrics, setProbe, setWebhook };
}

const at = (port: number): string => `127.0.0.1:${port}`;

export function repoServer({ redis, repo, repoMetrics }: Ports): Controller {
  const metrics = ['--metrics-address=127.0.0.1', `--metrics-port=${repoMetrics}`];
  return {
    name: 'argocd-repo-server',
    args: ['--address=127.0.0.1', `--port=${repo}`, '--disable-tls', `--redis=${at(redis)}`, ...metrics],
    ready: () => answers(`http://${at(repoMetrics)}/healthz?full=true`),
  };
}

export function applicationController(
  { kubeconfig }: Cluster,
  { redis, repo, appMetrics }: Ports,
  { applicationNamespaces = [], serverSideDiff = false }: ControllerOptions,
): Controller {
  return {
    name: 'argocd-application-controller',
    args: [
      ...[`--kubeconfig=${kubeconfig}`, `--namespace=${argoNamespace}`, `--metrics-port=${appMetrics}`],
      ...[`--redis=${at(redis)}`, `--repo-server=${at(repo)}`, '--repo-server-plaintext'],
      ...applicationNamespaces.map((name) => `--application-namespaces=${name}`),
      `--server-side-diff-enabled=${serverSideDiff}`,
    ],
    ready: () => answers(`http://${at(appMetrics)}/healthz`),
  };
}

export function applicationSetController(
  { kubeconfig }: Cluster,
  { repo, setMetrics, setProbe, setWebhook }: Ports,
  { applicationNamespaces = [] }: ControllerOptions,
): Controller {
  return {
    name: 'argocd-applicationset-controller',
    args: [
      ...[`--kubeconfig=${kubeconfig}`, `--namespace=${argoNamespace}`],
      ...[`--argocd-repo-server=${at(repo)}`, '--repo-server-plaintext'],
      ...[`--metrics-addr=${at(setMetrics)}`, `--probe-addr=${at(setProbe)}`],
      `--webhook-addr=${at(setWebhook)}`,
      // it insists on this once ApplicationSets may be in any namespace
      '--enable-scm-providers=false',
      ...applicationNamespaces.map((name) => `--applicationset-namespaces=${name}`),
    ],
    ready: () => answers(`http://${at(setMetrics)}/metrics`),
  };
}
