import { getOne } from '../../cluster/live.ts';
import { ClusterError } from '../../errors.ts';
import { mapLimit } from '../../io.ts';
import { groupOf } from '../../object.ts';
import type { Stray } from '../compare/inspect.ts';
import { type Cluster, type Item, itemKey, keyOf } from '../types.ts';
import type { Deployed } from './deployed.ts';
import type { Marks } from './marks.ts';
import type { Tracked } from './types.ts';

/**
 * Live objects that a deployer lists as its own and that git no longer declares, of kinds and in namespaces that git
 * may have left altogether. One request for each.
 */
export async function forgotten(
  { mark, facts }: Deployed,
  items: readonly Item[],
  marked: Marks,
  cluster: Cluster,
): Promise<readonly Stray[]> {
  const declared = new Set(items.map(itemKey));
  const names = new Set(
    items.map(({ desired, resource }) =>
      nameKey(groupOf(resource.apiVersion), resource.kind, desired.metadata.name),
    ),
  );
  const missing = (facts.objects ?? []).filter(({ group, kind, namespace, name }) =>
    // an inventory without namespaces can only be compared by name
    namespace === null
      ? !names.has(nameKey(group, kind, name))
      : !declared.has(keyOf(group, kind, namespace, name)),
  );
  const found = await mapLimit(missing, 16, async (one): Promise<readonly Stray[]> => {
    const live = await read(one, cluster, mark.id);
    const own = live === null ? null : await marked.of(live);
    return live !== null && own?.id === mark.id ? [{ live, mark: own }] : [];
  });
  return found.flat();
}

async function read({ group, kind, namespace, name }: Tracked, { http, discovery }: Cluster, id: string) {
  const resource = discovery.resources.find((one) => one.kind === kind && groupOf(one.apiVersion) === group);
  if (resource === undefined) return null;
  // Helm leaves out its release's own namespace: `helm/namespace/name`
  const within = resource.namespaced ? (namespace ?? id.split('/')[1] ?? null) : null;
  try {
    return await getOne(http, resource, within, name);
  } catch (error) {
    if (error instanceof ClusterError) return null;
    throw error;
  }
}

function nameKey(group: string, kind: string, name: string): string {
  return `${group}/${kind}/${name}`;
}
