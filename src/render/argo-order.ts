import { groupOf, type KubeObject, namespaceOf, objectAt, stringOr } from '../object.ts';
import { phaseOf, type SyncPhase } from './argo-hooks.ts';
import type { Manifest } from './types.ts';

const PHASES: readonly SyncPhase[] = ['PreSync', 'Sync', 'PostSync'];
/** Kinds that come before all others of their wave, in this order. */
const KINDS = (
  'Namespace NetworkPolicy ResourceQuota LimitRange PodSecurityPolicy PodDisruptionBudget ServiceAccount Secret ' +
  'SecretList ConfigMap StorageClass PersistentVolume PersistentVolumeClaim CustomResourceDefinition ClusterRole ' +
  'ClusterRoleList ClusterRoleBinding ClusterRoleBindingList Role RoleList RoleBinding RoleBindingList Service ' +
  'DaemonSet Pod ReplicationController ReplicaSet Deployment HorizontalPodAutoscaler StatefulSet Job CronJob ' +
  'IngressClass Ingress APIService'
).split(' ');

/**
 * Manifests in the order in which Argo CD applies them: by phase, sync wave, kind and name; a Namespace or a definition
 * before the first object that needs it (the rules of gitops-engine's sync_tasks.go). `home`: where objects go that name no
 * namespace.
 */
export function inSyncOrder(manifests: readonly Manifest[], home: string): readonly Manifest[] {
  const ordered = manifests.toSorted(
    ({ object: one }, { object: other }) =>
      PHASES.indexOf(phaseOf(one)) - PHASES.indexOf(phaseOf(other)) ||
      waveOf(one) - waveOf(other) ||
      rankOf(one) - rankOf(other) ||
      Number(one.metadata.name > other.metadata.name) - Number(one.metadata.name < other.metadata.name),
  );
  const withNamespaces = needed(
    ordered,
    (object) => (object.kind === 'Namespace' && object.apiVersion === 'v1' ? object.metadata.name : null),
    (object) => namespaceOf(object) ?? home,
  );
  return needed(withNamespaces, definedBy, (object) => `${groupOf(object.apiVersion)}/${object.kind}`);
}

/** Moves what others need before the first of them. */
function needed(
  manifests: readonly Manifest[],
  givenBy: (object: KubeObject) => string | null,
  takenBy: (object: KubeObject) => string,
): readonly Manifest[] {
  const ordered: Manifest[] = [];
  for (const manifest of manifests) {
    const given = givenBy(manifest.object);
    const first = ordered.findIndex(({ object }) => givenBy(object) === null && takenBy(object) === given);
    if (given === null || first < 0) ordered.push(manifest);
    else ordered.splice(first, 0, manifest);
  }
  return ordered;
}

/** A wave that is no whole number counts as none; then a hook of Helm has its weight. */
function waveOf({ metadata }: KubeObject): number {
  const annotations = objectAt(metadata.annotations);
  const all = ['argocd.argoproj.io/sync-wave', 'helm.sh/hook-weight'].map((name) =>
    stringOr(annotations[name], ''),
  );
  return Number(all.find((text) => /^[+-]?\d+$/.test(text)) ?? 0);
}

function rankOf({ kind }: KubeObject): number {
  const rank = KINDS.indexOf(kind);
  return rank < 0 ? KINDS.length : rank;
}

function definedBy({ kind, spec }: KubeObject): string | null {
  if (kind !== 'CustomResourceDefinition') return null;
  const { group, names } = objectAt(spec);
  return `${stringOr(group, '')}/${stringOr(objectAt(names).kind, '')}`;
}
