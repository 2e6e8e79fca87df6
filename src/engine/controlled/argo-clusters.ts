import { listAll } from '../../cluster/live.ts';
import type { ArgoCluster } from '../../discover/argocd/appset/types.ts';
import { registeredCluster, SECRET_TYPE } from '../../discover/argocd/cluster-secret.ts';
import { ClusterError } from '../../errors.ts';
import { namespaceOf } from '../../object.ts';
import type { Asking } from '../deployers/types.ts';
import type { ControllerObjects } from './objects.ts';

/**
 * The clusters that an Argo CD knows, as its Secrets name them; their logins are let go of at once. null: there is no
 * Argo CD yet, or its Secrets may not be read.
 */
export async function argoClusters(
  { projects, applications }: ControllerObjects,
  { http, discovery }: Asking,
): Promise<readonly ArgoCluster[] | null> {
  const secrets = discovery.find('v1', 'Secret');
  const usual = applications.length > 0 ? 'argocd' : undefined;
  const [home = usual] = projects.flatMap((project) => namespaceOf(project) ?? []);
  if (secrets === undefined || home === undefined) return null;
  try {
    const found = await listAll(http, secrets, home, { labelSelector: `${SECRET_TYPE}=cluster` });
    return found
      .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
      .flatMap((secret) => registeredCluster(secret) ?? []);
  } catch (error) {
    if (error instanceof ClusterError) return null;
    throw error;
  }
}
