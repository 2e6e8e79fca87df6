import { readLive, type Wanted } from '../../cluster/live.ts';
import { type ScaleTarget, scaleTargetsOf } from '../../drift/ignore/builtin-ignores.ts';
import { type KubeObject, namespaceOf } from '../../object.ts';
import { formatPath } from '../../path.ts';
import type { Judged } from './ask.ts';
import type { Cluster } from '../types.ts';

const SCALERS = [
  ['autoscaling/v2', 'HorizontalPodAutoscaler'],
  ['keda.sh/v1alpha1', 'ScaledObject'],
] as const;

/** Who scales what in these namespaces, HPAs that git does not declare included. What we may not read scales nothing. */
export async function scaleTargetsIn(
  cluster: Pick<Cluster, 'http' | 'discovery'>,
  namespaces: ReadonlySet<string>,
): Promise<readonly ScaleTarget[]> {
  const found: KubeObject[] = [];
  await readLive(cluster.http, scalersIn(cluster, namespaces), {
    page: async (_wanted, objects) => {
      found.push(...objects);
    },
    failed: () => undefined,
  });
  return scaleTargetsOf(found);
}

/** What scalers there may be in these namespaces. */
export function scalersIn(
  { discovery }: Pick<Cluster, 'discovery'>,
  namespaces: ReadonlySet<string>,
): readonly Wanted[] {
  return SCALERS.flatMap(([apiVersion, kind]): readonly Wanted[] => {
    const resource = discovery.find(apiVersion, kind);
    if (resource === undefined) return [];
    return [...namespaces].map((namespace) => ({ resource, namespace, names: new Set() }));
  });
}

/** The same for the namespaces in which replicas differ: mostly nobody need be asked. */
export async function scaleTargetsFor(
  cluster: Pick<Cluster, 'http' | 'discovery'>,
  judged: readonly Judged[],
): Promise<readonly ScaleTarget[]> {
  const scaled = judged.filter(({ verdict }) =>
    verdict.findings.some(({ path }) => formatPath(path) === '.spec.replicas'),
  );
  const namespaces = new Set(scaled.flatMap(({ suspicion }) => namespaceOf(suspicion.live) ?? []));
  return namespaces.size === 0 ? [] : scaleTargetsIn(cluster, namespaces);
}
