import type { Deps } from '../../deps.ts';
import { clusterIdFor } from '../memory/cluster-id.ts';
import { openMemory } from '../memory/memory.ts';
import type { Cluster } from '../types.ts';

/**
 * Whether another repository declared an object when it was last read against this cluster. Other clones of the same
 * repository do not count: what they still declare may have left git since.
 */
export async function declaredElsewhere(
  top: string | null,
  cluster: Pick<Cluster, 'key' | 'http'>,
  deps: Deps,
): Promise<(key: string) => boolean> {
  const memory = openMemory(await clusterIdFor(cluster.key, cluster.http, deps), deps);
  const all = memory.repositories();
  const url = all.find(({ path }) => path === top)?.url ?? null;
  const others = all.filter((one) => one.path !== top && (url === null || one.url !== url));
  return (key) => others.some((one) => memory.find(one, key) !== null);
}
