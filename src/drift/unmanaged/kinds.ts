import { groupOf } from '../../object.ts';

/** A kind as the server serves it, as far as it matters here. */
export interface ServedKind {
  readonly apiVersion: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

/** Kinds that only the cluster's own machinery writes, by `plural.group`. */
const MACHINERY: ReadonlySet<string> = new Set([
  'events.',
  'events.events.k8s.io',
  'endpoints.',
  'endpointslices.discovery.k8s.io',
  'leases.coordination.k8s.io',
  'controllerrevisions.apps',
  'ciliumendpoints.cilium.io',
]);
/** Groups of what is measured, or reported of other objects. */
const REPORTS =
  /(^|\.)metrics\.k8s\.io$|^(wgpolicyk8s\.io|openreports\.io|reports\.kyverno\.io|aquasecurity\.github\.io)$/;

/** Whether somebody can have left an object of this kind behind, and whether that can be seen. */
export function canBeLeftBehind({ apiVersion, plural, namespaced, verbs }: ServedKind): boolean {
  const group = groupOf(apiVersion);
  return (
    namespaced &&
    verbs.includes('list') &&
    verbs.includes('create') &&
    !MACHINERY.has(`${plural}.${group}`) &&
    !REPORTS.test(group)
  );
}

/** Kubernetes keeps names that begin so for itself. */
export function isSystemNamespace(name: string): boolean {
  return name.startsWith('kube-');
}
