import { listAll } from '../../../cluster/live.ts';
import { ClusterError } from '../../../errors.ts';
import type { KubeObject } from '../../../object.ts';
import { securityLabels } from '../../../push/pod-security.ts';
import type { Cluster } from '../../types.ts';

/** Every cluster has it. */
const USUAL = 'default';

/** A namespace of the cluster in which to ask about what goes into one that is not there yet. */
export interface StandIn {
  readonly name: string;
  /** It says the same of PodSecurity: then also that is exercised. */
  readonly isLike: boolean;
}

export interface StandIns {
  readonly for: (namespace: KubeObject) => Promise<StandIn>;
}

/** Chooses, of the namespaces that we may see, one with the same PodSecurity labels; `default` before all others. */
export function openStandIns({ http, discovery }: Pick<Cluster, 'http' | 'discovery'>): StandIns {
  let listed: Promise<readonly KubeObject[]> | undefined;
  const namespaces = async () => {
    const resource = discovery.find('v1', 'Namespace');
    if (resource === undefined) return [];
    try {
      return await listAll(http, resource, null, {});
    } catch (error) {
      if (error instanceof ClusterError) return [];
      throw error;
    }
  };
  return {
    for: async (namespace) => {
      const labels = securityLabels(namespace);
      listed ??= namespaces();
      const all = await listed;
      const like = all
        .filter((one) => securityLabels(one) === labels && one.metadata.deletionTimestamp === undefined)
        .map(({ metadata }) => metadata.name)
        .filter((name) => !name.startsWith('kube-'));
      const isLike = like.length > 0 || (labels === '' && all.length === 0);
      const name = like.includes(USUAL) ? USUAL : (like.sort()[0] ?? USUAL);
      return { name, isLike };
    },
  };
}
