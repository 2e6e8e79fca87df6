import { readLive, type Wanted } from '../cluster/live.ts';
import { type ScaleTarget, scaleTargetsOf } from '../drift/ignore/builtin-ignores.ts';
import type { KubeObject } from '../object.ts';
import type { Cluster } from './types.ts';

const SCALERS = [
  ['autoscaling/v2', 'HorizontalPodAutoscaler'],
  ['keda.sh/v1alpha1', 'ScaledObject'],
] as const;

/** Who scales what in these namespaces, HPAs that git does not declare included. What we may not read scales nothing. */
export async function scaleTargetsIn(
  cluster: Pick<Cluster, 'http' | 'discovery'>,
  namespaces: ReadonlySet<string>,
): Promise<readonly ScaleTarget[]> {
  const wanted = SCALERS.flatMap(([apiVersion, kind]): readonly Wanted[] => {
    const resource = cluster.discovery.find(apiVersion, kind);
    if (resource === undefined) return [];
    return [...namespaces].map((namespace) => ({ resource, namespace, names: new Set() }));
  });
  const found: KubeObject[] = [];
  await readLive(cluster.http, wanted, {
    page: async (_wanted, objects) => {
      found.push(...objects);
    },
    failed: () => undefined,
  });
  return scaleTargetsOf(found);
}
