import type { Connection } from '../../cluster/login/kubeconfig.ts';
import { sameServer } from '../../config/clusters.ts';
import type { ControlledApp } from '../../discover/types.ts';

/** A cluster, as a kubeconfig knows it. */
export type Place = Pick<Connection, 'context' | 'server'> & Partial<Pick<Connection, 'clusterName'>>;

/** Whether an app goes to the cluster of a connection; what names no other one goes to where its object lives. */
export function goesTo({ destination }: Pick<ControlledApp, 'destination'>, connection: Place): boolean {
  if (destination === null) return true;
  const { name, server } = destination;
  return (
    (name !== null && namesOf(connection).includes(name)) ||
    (server !== null && sameServer(server, connection.server))
  );
}

/** What people call a cluster. */
export function namesOf({ context, clusterName = '' }: Place): readonly string[] {
  return [context, clusterName].filter((name) => name !== '');
}
