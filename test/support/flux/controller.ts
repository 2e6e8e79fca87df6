import { join } from 'node:path';
import { messageOf } from '../../../src/errors.ts';
import { type JsonObject, objectAt } from '../../../src/object.ts';
import type { Cluster } from '../servers/cluster.ts';
import { type Daemon, startDaemon } from '../servers/daemon.ts';
import { untilEstablished } from '../servers/established.ts';
import { answers, freePorts } from '../servers/ports.ts';
import type { TestRepository } from '../repository.ts';
import { eventually } from '../servers/supervisor.ts';
import { serveArtifacts } from './artifacts.ts';
import { buildFlux, fluxDefinitions } from './build.ts';

const NAMESPACE = 'flux-system';
const SOURCE = 'source.toolkit.fluxcd.io/v1';
export const KUSTOMIZE = 'kustomize.toolkit.fluxcd.io/v1';

export type SourceOptions = {
  readonly name: string;
  readonly namespace?: string;
  readonly url?: string;
  readonly branch?: string;
  readonly ignore?: string;
};

export type Flux = {
  readonly controller: Daemon;
  /** Declares a GitRepository, if there is none yet, and hands its branch's commit to the controller; returns the revision. */
  push(repository: Pick<TestRepository, 'dir' | 'git'>, source: SourceOptions): Promise<string>;
  /** Declares a Kustomization that prunes and is reconciled every hour, if `spec` does not say otherwise. */
  kustomization(name: string, namespace: string, spec: JsonObject): Promise<void>;
  /** Asks for a reconciliation now, as `flux reconcile` does, and returns the object once that is over. */
  reconcile(name: string, namespace: string): Promise<JsonObject>;
  get(name: string, namespace: string): Promise<JsonObject>;
  stop(): Promise<void>;
};

/** The real kustomize-controller on a cluster, with sources that are git repositories of this machine. */
export async function startFlux(cluster: Cluster): Promise<Flux> {
  const [{ controller: program }, definitions, [health = 0]] = await Promise.all([
    buildFlux(),
    fluxDefinitions(),
    freePorts(1),
  ]);
  const files = definitions.flatMap((folder) => ['-f', folder]);
  await cluster.run(['apply', '--server-side', ...files]);
  await untilEstablished(cluster, 'crd', '--all');
  await cluster.attempt(['create', 'namespace', NAMESPACE]);
  const controller = await startDaemon(
    program,
    [
      ...['--metrics-addr=0', `--health-addr=127.0.0.1:${health}`, '--events-addr=', '--log-level=debug'],
      ...['--requeue-dependency=1s', '--concurrent=8', '--interval-jitter-percentage=0', '--http-retry=1'],
    ],
    {
      log: join(cluster.dir, 'kustomize-controller.log'),
      env: { KUBECONFIG: cluster.kubeconfig, RUNTIME_NAMESPACE: NAMESPACE },
      ready: () => answers(`http://127.0.0.1:${health}/readyz`),
    },
  );
  const artifacts = await serveArtifacts();
  const get = async (name: string, namespace: string): Promise<JsonObject> =>
    JSON.parse(
      await cluster.run(['get', `kustomization.${group(KUSTOMIZE)}`, name, '-n', namespace, '-o', 'json']),
    );
  return {
    controller,
    get,
    push: async (repository, source) => {
      const { name, namespace = NAMESPACE, branch = 'main', ignore } = source;
      const url = source.url ?? 'https://git.example.com/shop.git';
      const spec = { url, interval: '1h', ref: { branch }, ...(ignore === undefined ? {} : { ignore }) };
      await apply(cluster, {
        apiVersion: SOURCE,
        kind: 'GitRepository',
        metadata: { name, namespace },
        spec,
      });
      const commit = repository.git('rev-parse', branch).trim();
      const artifact = await artifacts.publish(repository.dir, branch, commit, ignore ?? null);
      const ready = { type: 'Ready', status: 'True', reason: 'Succeeded', message: 'stored artifact' };
      const conditions = [{ ...ready, lastTransitionTime: new Date().toISOString() }];
      const patch = JSON.stringify({ status: { observedGeneration: 1, conditions, artifact } });
      const what = [`gitrepository.${group(SOURCE)}`, name, '-n', namespace];
      await cluster.run(['patch', ...what, '--subresource=status', '--type=merge', '-p', patch]);
      return artifact.revision;
    },
    kustomization: async (name, namespace, spec) => {
      await apply(cluster, {
        apiVersion: KUSTOMIZE,
        kind: 'Kustomization',
        metadata: { name, namespace },
        spec: { interval: '1h', prune: true, ...spec },
      });
      // its first look at an object leaves a finalizer, and nothing else
      await eventually(`${name} to be seen`, 30_000, async () =>
        Array.isArray(objectAt(await get(name, namespace), 'metadata').finalizers),
      );
    },
    reconcile: async (name, namespace) => {
      const asked = `${process.hrtime.bigint()}`;
      const annotation = `reconcile.fluxcd.io/requestedAt=${asked}`;
      const what = [`kustomization.${group(KUSTOMIZE)}`, name, '-n', namespace];
      await cluster.run(['annotate', '--overwrite', ...what, annotation]);
      let object: JsonObject = {};
      await eventually(`${name} to be reconciled`, 60_000, async () => {
        object = await get(name, namespace);
        return objectAt(object.status).lastHandledReconcileAt === asked;
      }).catch((cause: unknown) => {
        throw new Error(`${messageOf(cause)}\n${controller.lastWords()}`, { cause });
      });
      return object;
    },
    stop: async () => {
      // what it leaves would be the next one's to reconcile
      const all = ['--all', '--all-namespaces', '--timeout=60s'];
      await cluster.attempt(['delete', `kustomizations.${group(KUSTOMIZE)}`, ...all]);
      await Promise.all([controller.stop(), artifacts.stop()]);
    },
  };
}

async function apply(cluster: Cluster, object: JsonObject): Promise<void> {
  await cluster.run(['apply', '--server-side', '--field-manager=flux', '-f', '-'], {
    input: JSON.stringify(object),
  });
}

function group(apiVersion: string): string {
  return apiVersion.slice(0, apiVersion.indexOf('/'));
}
