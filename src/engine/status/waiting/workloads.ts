import { type ApplyRecord, groupKindOf, PART_OF } from '../../../applyset/parent.ts';
import type { Resource } from '../../../cluster/discovery.ts';
import { healthOf } from '../../../health/health.ts';
import { HEALTHY, type Health, progressing } from '../../../health/types.ts';
import { describe, groupOf, type KubeObject, nameOf, namespaceOf } from '../../../object.ts';
import { worse } from '../../../status/waiting/decide.ts';
import type { Asking, Tracked } from '../../deployers/types.ts';
import type { Watches } from './watches.ts';

/** Kinds that are well as soon as they are there. */
const STILL = new Set([
  ...['ConfigMap', 'Secret', 'ServiceAccount', 'Namespace', 'LimitRange', 'ResourceQuota', 'NetworkPolicy'],
  ...['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding', 'PriorityClass', 'StorageClass'],
  ...['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
  ...['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding', 'Application', 'AppProject'],
  ...['Kustomization', 'HelmRelease', 'GitRepository', 'OCIRepository', 'HelmRepository', 'Bucket'],
]);
/** Streams of one app; of more, each kind is watched in all namespaces. */
const MOST = 12;

/** The objects of an app that are watched: kinds, where they are, and by which label they are known. */
export interface Workloads {
  readonly kinds: readonly { readonly resource: Resource; readonly namespace: string | null }[];
  readonly labelSelector: string;
}

/** What a record of `gitops apply` says that it brought. */
export function recordWorkloads(id: string, record: ApplyRecord, { discovery }: Asking): Workloads {
  const kinds = record.groupKinds.flatMap(
    (one) => discovery.resources.find((resource) => groupKindOf(resource) === one) ?? [],
  );
  const namespaces = [...new Set([record.namespace, ...record.namespaces])];
  const places = kinds
    .filter(({ kind }) => !STILL.has(kind))
    .flatMap((resource): Workloads['kinds'] =>
      resource.namespaced
        ? namespaces.map((namespace) => ({ resource, namespace }))
        : [{ resource, namespace: null }],
    );
  return { kinds: few(places), labelSelector: `${PART_OF}=${id}` };
}

/** What a Kustomization lists as its own. */
export function kustomizationWorkloads(
  app: KubeObject,
  inventory: readonly Tracked[],
  { discovery }: Asking,
): Workloads {
  const places = new Map<string, { resource: Resource; namespace: string | null }>();
  for (const { group, kind, namespace } of inventory) {
    const resource = discovery.resources.find(
      (one) => one.kind === kind && groupOf(one.apiVersion) === group,
    );
    if (resource !== undefined && !STILL.has(kind))
      places.set(`${group}/${kind}/${namespace}`, { resource, namespace });
  }
  const of = 'kustomize.toolkit.fluxcd.io';
  return {
    kinds: few([...places.values()]),
    labelSelector: `${of}/name=${app.metadata.name},${of}/namespace=${namespaceOf(app) ?? ''}`,
  };
}

function few(places: Workloads['kinds']): Workloads['kinds'] {
  if (places.length <= MOST) return places;
  const resources = new Set(places.map(({ resource }) => resource));
  return [...resources].map((resource) => ({ resource, namespace: null }));
}

/** How the worst of them is, and which are not well; what may not be read says nothing. */
export function workloadHealth(
  { kinds, labelSelector }: Workloads,
  watches: Watches,
  now: number,
): { readonly health: Health; readonly unwell: readonly Tracked[] } {
  let health: Health = HEALTHY;
  const unwell: Tracked[] = [];
  for (const { resource, namespace } of kinds) {
    const objects = watches.of({ resource, namespace, selectors: { labelSelector } }, true);
    if (objects === 'pending') health = worse(health, progressing(`${resource.plural} are being read`));
    if (objects === 'pending' || objects === 'unreadable') continue;
    for (const live of objects.values()) {
      const its = healthOf(live, now);
      if (its.state === 'healthy' || its.state === 'suspended') continue;
      const { kind, metadata } = live;
      unwell.push({
        group: groupOf(live.apiVersion),
        kind,
        namespace: namespaceOf(live),
        name: metadata.name,
      });
      health = worse(health, { ...its, message: `${describe(nameOf(live))}: ${its.message ?? its.state}` });
    }
  }
  return { health, unwell };
}
