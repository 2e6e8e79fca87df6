import { afterAll, beforeAll } from 'vitest';
import { isObject, type JsonObject, objectAt } from '../../../src/object.ts';
import type { Cluster } from '../servers/cluster.ts';
import { repository, type TestRepository } from '../repository.ts';
import { sharedCluster } from '../servers/shared-cluster.ts';
import { type Flux, startFlux } from './controller.ts';

export type FluxWorld = {
  readonly cluster: Cluster;
  readonly flux: () => Flux;
};

/** kustomize-controller on the cluster of the run, for the tests of one file. */
export function fluxWorld(): FluxWorld {
  const cluster = sharedCluster();
  let flux: Flux | undefined;
  beforeAll(async () => {
    flux = await startFlux(cluster);
  });
  afterAll(() => flux?.stop());
  return {
    cluster,
    flux: () => {
      if (flux === undefined) throw new Error('it is not started yet');
      return flux;
    },
  };
}

/** One app in a namespace of its own: a repository, a source, a Kustomization `apps` that deploys `app/`. */
export type FluxedApp = {
  readonly namespace: string;
  readonly repository: TestRepository;
  /** Commits, hands the commit to the controller, and returns the Kustomization after it was applied. */
  push(files: Readonly<Record<string, string>>): Promise<JsonObject>;
  /** Changes the Kustomization. */
  set(spec: JsonObject): Promise<void>;
  reconcile(): Promise<JsonObject>;
  live(kind: string, name: string): Promise<JsonObject | undefined>;
  /** Changes an object as a tool of this name does. */
  patch(manager: string, what: string, change: JsonObject): Promise<void>;
};

export async function fluxedApp(
  { cluster, flux }: FluxWorld,
  files: Readonly<Record<string, string>>,
  first: JsonObject = {},
): Promise<FluxedApp> {
  const namespace = await cluster.namespace();
  const shop = repository(files);
  const base = {
    path: 'app',
    targetNamespace: namespace,
    sourceRef: { kind: 'GitRepository', name: 'shop' },
  };
  const set = (spec: JsonObject) => flux().kustomization('apps', namespace, { ...base, ...spec });
  const url = `https://git.example.com/${namespace}.git`;
  shop.git('remote', 'add', 'origin', url);
  const hand = () => flux().push(shop, { name: 'shop', namespace, url });
  const reconcile = () => flux().reconcile('apps', namespace);
  await hand();
  await set(first);
  await reconcile();
  return {
    namespace,
    repository: shop,
    push: async (changed) => {
      shop.commit(changed);
      await hand();
      return reconcile();
    },
    set,
    reconcile,
    live: async (kind, name) => {
      const found = await cluster.attempt([
        'get',
        kind,
        name,
        '-n',
        namespace,
        '-o',
        'json',
        '--show-managed-fields',
      ]);
      if (found.code !== 0 && found.stderr.includes('NotFound')) return undefined;
      const object: unknown = JSON.parse(found.stdout);
      return isObject(object) ? object : undefined;
    },
    patch: async (manager, what, change) => {
      const args = ['--type=merge', `--field-manager=${manager}`, '-p', JSON.stringify(change)];
      await cluster.run(['patch', what, '-n', namespace, ...args]);
    },
  };
}

/** The condition of a type that an object's status has. */
export function condition({ status }: JsonObject, type: string): JsonObject {
  const { conditions } = objectAt(status);
  const found = Array.isArray(conditions) ? conditions.find((one) => objectAt(one).type === type) : undefined;
  return objectAt(found);
}
