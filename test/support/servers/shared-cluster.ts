import { inject } from 'vitest';
import { type Cluster, type ClusterAddress, connect } from './cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    cluster: ClusterAddress;
  }
}

/** The cluster that `global-cluster.ts` started for this run: make a namespace of your own in it. */
export function sharedCluster(): Cluster {
  return connect(inject('cluster'));
}
