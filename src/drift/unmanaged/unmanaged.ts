import { groupOf, type KubeObject, objectAt } from '../../object.ts';
import { CONTROLLERS, GIT_DEPLOYERS } from '../owners/known-managers.ts';
import type { ManagerLists } from '../owners/managers.ts';
import { isOwned } from '../owners/marks.ts';
import { creationOf } from './creator.ts';

/** Labels and annotations of what a controller, a deployer or Helm made or keeps: none is a person's to set. */
const MADE_BY_OTHERS: readonly string[] = [
  'applyset.kubernetes.io/id',
  'argocd.argoproj.io/hook',
  'cert-manager.io/certificate-name',
  'config.k8s.io/owning-inventory',
  'control-plane.alpha.kubernetes.io/leader',
  'controller.cert-manager.io/fao',
  'helm.sh/hook',
  'kapp.k14s.io/app',
  'kapp.k14s.io/identity',
  'kluctl.io/discriminator',
  'kubed.appscode.com/origin',
  'kubernetes.io/config.mirror',
  'kubernetes.io/service-account.name',
  'objectset.rio.cattle.io/hash',
  'reconcile.external-secrets.io/created-by',
  'reconcile.external-secrets.io/data-hash',
  'reconcile.external-secrets.io/managed',
  'reflector.v1.k8s.emberstack.com/reflects',
  'replicator.v1.mittwald.de/replicated-at',
  'sealedsecrets.bitnami.com/managed',
  'trust.cert-manager.io/bundle',
  'trust.cert-manager.io/hash',
];
/** What every namespace has, by `Kind/name`. */
const IN_EVERY_NAMESPACE: ReadonlySet<string> = new Set([
  'ServiceAccount/default',
  'ConfigMap/kube-root-ca.crt',
  'ConfigMap/istio-ca-root-cert',
  'ConfigMap/openshift-service-ca.crt',
]);
/** Where Helm keeps its releases; an older one may lack the label. */
const RELEASE = /^sh\.helm\.release\.v\d+\./;

/**
 * Whether a live object that no app declares and no deployer tracks was left behind: nobody owns it, and no controller
 * made it. Its metadata suffices. What a leftover owns is not told besides: it goes with its owner.
 */
export function isLeftBehind(live: KubeObject, lists: ManagerLists): boolean {
  const { metadata, kind, apiVersion } = live;
  const [labels, annotations] = [objectAt(metadata.labels), objectAt(metadata.annotations)];
  const isCore = groupOf(apiVersion) === '';
  if (isOwned(live) || (isCore && IN_EVERY_NAMESPACE.has(`${kind}/${metadata.name}`))) return false;
  if (isCore && (labels.owner === 'helm' || RELEASE.test(metadata.name))) return false;
  if (MADE_BY_OTHERS.some((key) => Object.hasOwn(labels, key) || Object.hasOwn(annotations, key)))
    return false;
  const { manager = '' } = creationOf(live).owner ?? {};
  return !isMachine(manager, lists);
}

/** Argo CD may track by a label that people set too: what only applies from git has brought it from there. */
function isMachine(manager: string, { people, controllers }: ManagerLists): boolean {
  if (people.includes(manager)) return false;
  return controllers.includes(manager) || CONTROLLERS.has(manager) || GIT_DEPLOYERS.has(manager);
}
