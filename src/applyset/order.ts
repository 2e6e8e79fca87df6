/** Kinds that others need, before those; kinds that judge others, last, so that they do not judge what is half there. */
const FIRST: readonly (readonly string[])[] = [
  ['Namespace'],
  ['CustomResourceDefinition'],
  [
    ...['ServiceAccount', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding', 'ConfigMap', 'Secret'],
    ...['PersistentVolume', 'PersistentVolumeClaim', 'StorageClass', 'PriorityClass', 'LimitRange'],
    ...['ResourceQuota', 'NetworkPolicy'],
  ],
  ['Service'],
];
const LAST = [
  'APIService',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
  'ValidatingAdmissionPolicyBinding',
];

/** Groups to be applied one after the other; what is in one group may go at once. */
export function inPhases<T>(items: readonly T[], kindOf: (item: T) => string): readonly (readonly T[])[] {
  const rank = (item: T): number => {
    const kind = kindOf(item);
    const first = FIRST.findIndex((kinds) => kinds.includes(kind));
    if (first >= 0) return first;
    return LAST.includes(kind) ? FIRST.length + 1 : FIRST.length;
  };
  const groups = Map.groupBy(items, rank);
  return [...groups.keys()].sort((a, b) => a - b).map((key) => groups.get(key) ?? []);
}
