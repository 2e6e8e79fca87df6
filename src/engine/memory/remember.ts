import { createHash } from 'node:crypto';
import type { Config } from '../../config/types.ts';
import type { Deps } from '../../deps.ts';
import { isEncrypted } from '../../drift/secrets/encrypted.ts';
import { isSecret } from '../../drift/secrets/mask.ts';
import type { Repository } from '../../git/repository.ts';
import { remoteUrls } from '../../git/settings.ts';
import type { KubeObject } from '../../object.ts';
import { isFromCluster } from '../../render/sources.ts';
import { rememberOnError } from '../../shim/on-error.ts';
import type { Rendered } from '../render.ts';
import { type Cluster, type Item, itemKey } from '../types.ts';
import { clusterIdFor } from './cluster-id.ts';
import { lineFor, openMemory, rememberedClusters } from './memory.ts';

export interface Rememberable {
  readonly repository: Repository;
  readonly config: Config | null;
  readonly dirty: boolean;
  /** What this cluster is meant to run of it. */
  readonly items: readonly Item[];
  readonly rendered: readonly Rendered[];
  /** Every root of the repository, as far as this cluster runs it. */
  readonly whole: boolean;
}

const DEFAULT_GUARD = {
  protect: 'managed',
  breakGlass: 'allow',
  restart: 'allow',
  onError: 'allow',
} as const;

/** Keeps what a repository declares for a cluster, for when somebody edits it from elsewhere. */
export async function remember(
  { repository, config, dirty, items: all, rendered, whole }: Rememberable,
  cluster: Pick<Cluster, 'key' | 'http' | 'context' | 'namespace'>,
  deps: Deps,
): Promise<void> {
  const memory = openMemory(await clusterIdFor(cluster.key, cluster.http, deps), deps);
  const urls = await remoteUrls(repository);
  // neither the objects nor the root itself: both hold values of the cluster's ConfigMaps and Secrets
  const items = all.filter(({ app }) => !isFromCluster(app.root));
  const byApp = Map.groupBy(items, ({ app }) => app);
  memory.remember(
    {
      path: repository.top,
      url: (urls.get('origin') ?? [...urls.values()][0])?.[0] ?? null,
      context: cluster.context,
      revision: repository.head,
      branch: repository.branch,
      dirty,
      at: new Date(deps.now()).toISOString(),
      digests: Object.fromEntries(
        [...byApp].map(([app, its]) => {
          const content = rendered.find((one) => one.app === app)?.digest ?? linesFor(its);
          const parts = [app.ref.name, JSON.stringify(app.root), cluster.namespace, its.length, content];
          return [app.root.path, createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 24)];
        }),
      ),
      guard: config?.guard ?? DEFAULT_GUARD,
      managers: config?.managers ?? { people: [], controllers: [] },
    },
    whole,
    () => linesFor(items),
  );
  rememberOnError(deps, anyDenies(deps) ? 'deny' : 'allow');
}

/** The shim reads no configuration: one repository that wants no kubectl without its guard is enough. */
function anyDenies(deps: Deps): boolean {
  return rememberedClusters(deps).some((cluster) =>
    openMemory(cluster, deps)
      .repositories()
      .some(({ guard }) => guard.onError === 'deny'),
  );
}

function linesFor(items: readonly Item[]): string {
  return items
    .map((item) => {
      const key = itemKey(item);
      // no object of this name can be live
      if (/[\t\n]/.test(key)) return '';
      return lineFor(key, {
        object: withoutSecrets(item),
        app: { name: item.app.ref.name, root: item.app.root },
        origin: item.manifest.origin,
      });
    })
    .join('');
}

/** Values of Secrets are never written anywhere; that there is one, and which keys it has, may be. */
function withoutSecrets({ desired: object, manifest }: Item): KubeObject {
  const { apiVersion, kind, metadata } = object;
  if (isEncrypted(manifest.object)) return { apiVersion, kind, metadata };
  if (!isSecret(object)) return object;
  const { data: _data, stringData: _stringData, ...rest } = object;
  return rest;
}
