import type { JsonObject } from '../../../src/object.ts';

/** A kind that an API server serves. */
export type ApiResource = {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespaced: boolean;
};

const usual: readonly (readonly [group: string, version: string, namespaced: boolean, kinds: string])[] = [
  ['', 'v1', true, 'ConfigMap Endpoints LimitRange PersistentVolumeClaim Pod ReplicationController'],
  ['', 'v1', true, 'ResourceQuota Secret Service ServiceAccount'],
  ['', 'v1', false, 'Namespace Node PersistentVolume'],
  ['apps', 'v1', true, 'DaemonSet Deployment ReplicaSet StatefulSet'],
  ['autoscaling', 'v2', true, 'HorizontalPodAutoscaler'],
  ['batch', 'v1', true, 'CronJob Job'],
  ['networking.k8s.io', 'v1', true, 'Ingress NetworkPolicy'],
  ['networking.k8s.io', 'v1', false, 'IngressClass'],
  ['policy', 'v1', true, 'PodDisruptionBudget'],
  ['rbac.authorization.k8s.io', 'v1', true, 'Role RoleBinding'],
  ['rbac.authorization.k8s.io', 'v1', false, 'ClusterRole ClusterRoleBinding'],
  ['apiextensions.k8s.io', 'v1', false, 'CustomResourceDefinition'],
  ['argoproj.io', 'v1alpha1', true, 'Application ApplicationSet AppProject'],
];

/** What manifests of tests are made of, as a server answers to discovery. */
export const usualResources: readonly ApiResource[] = usual.flatMap(([group, version, namespaced, kinds]) =>
  kinds.split(' ').map((kind) => ({ group, version, kind, namespaced })),
);

export type RegisteredCluster = {
  readonly name: string;
  readonly server: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly project?: string;
  /** The JSON that says how to log in. */
  readonly config?: JsonObject;
};

/** A Secret that makes Argo CD know a cluster. */
export function clusterSecret({
  name,
  server,
  labels,
  annotations = {},
  project,
  config = {},
}: RegisteredCluster) {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `cluster-${name.replaceAll(/[^a-z0-9]+/g, '-')}`,
      namespace: 'argocd',
      labels: { 'argocd.argoproj.io/secret-type': 'cluster', ...labels },
      annotations,
    },
    stringData: {
      name,
      server,
      config: JSON.stringify(config),
      ...(project === undefined ? {} : { project }),
    },
  };
}
