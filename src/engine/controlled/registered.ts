import { IN_CLUSTER } from '../../discover/argocd/in-cluster.ts';
import { sameServer } from '../../config/clusters.ts';
import type { OwnApp } from '../../discover/argocd/app.ts';
import type { ControlledApp } from '../../discover/types.ts';
import type { Asking } from '../deployers/types.ts';
import { argoClusters } from './argo-clusters.ts';
import { goesTo, namesOf, type Place } from './destinations.ts';
import type { ControllerObjects } from './objects.ts';

/**
 * An Argo CD calls clusters by names and addresses of its own, which its Secrets tell: an app that goes to this cluster by
 * one of them is told as if it named no other. They are read only where an app of this repository seems to go elsewhere.
 */
export async function withRegistered(
  apps: readonly OwnApp[],
  objects: ControllerObjects,
  where: Asking & Place,
): Promise<readonly OwnApp[]> {
  if (apps.every((app) => !app.isOurs || goesTo(app, where))) return apps;
  const clusters = (await argoClusters(objects, where)) ?? [];
  const own = clusters.filter(
    ({ name, server }) =>
      sameServer(server, IN_CLUSTER) || sameServer(server, where.server) || namesOf(where).includes(name),
  );
  const isOwn = ({ name, server }: NonNullable<ControlledApp['destination']>) =>
    own.some((one) => one.name === name || (server !== null && sameServer(one.server, server)));
  return apps.map((app) =>
    app.destination !== null && isOwn(app.destination) ? { ...app, destination: null } : app,
  );
}
