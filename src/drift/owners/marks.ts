import { isArray, isObject, type Json, type KubeObject, objectAt, stringOr } from '../../object.ts';
import type { Path } from '../../path.ts';
import type { Deployer } from '../types.ts';

/** Annotations and labels by which deployers keep track of what is theirs: never declared by people, never drift. */
const ANNOTATIONS: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
  'deprecated.daemonset.template.generation',
  'argocd.argoproj.io/tracking-id',
  'argocd.argoproj.io/installation-id',
  'meta.helm.sh/release-name',
  'meta.helm.sh/release-namespace',
  'kapp.k14s.io/identity',
  'kapp.k14s.io/original',
  'kapp.k14s.io/original-diff-md5',
  'kluctl.io/deployment-item-dir',
  'config.k8s.io/owning-inventory',
  'kubectl-gitops/break-glass',
]);
const LABELS: ReadonlySet<string> = new Set([
  'kubernetes.io/metadata.name', // the server's own, on every Namespace
  'kustomize.toolkit.fluxcd.io/name',
  'kustomize.toolkit.fluxcd.io/namespace',
  'helm.toolkit.fluxcd.io/name',
  'helm.toolkit.fluxcd.io/namespace',
  'applyset.kubernetes.io/part-of',
  'applyset.kubernetes.io/id',
  'kapp.k14s.io/app',
  'kapp.k14s.io/association',
  'kluctl.io/discriminator',
  'objectset.rio.cattle.io/hash',
]);
/** Written by a deployer only when it tracks by it; a person's own label otherwise. */
const TRACKING_LABELS: ReadonlySet<string> = new Set([
  'app.kubernetes.io/managed-by',
  'app.kubernetes.io/instance',
]);

/** Argo CD's older label stands in the Pods' template as well (util/kube, SetAppInstanceLabel). */
const IN_TEMPLATES = 'applications.argoproj.io/app-name';

/**
 * Whether a field is a deployer's book-keeping. `byDeployer`: its owner is the deployer itself. `mark`: the object's own,
 * whose label is its deployer's whoever set it.
 */
export function isMark(path: Path, byDeployer: boolean, mark: Mark | null): boolean {
  if (isMarkedLabel(path, mark)) return true;
  const [metadata, map, key] = path;
  if (metadata !== 'metadata' || typeof key !== 'string') return false;
  if (map === 'annotations') return ANNOTATIONS.has(key);
  return map === 'labels' && (LABELS.has(key) || (byDeployer && TRACKING_LABELS.has(key)));
}

/** The label that a deployer writes over whatever git says there. */
export function isMarkedLabel(path: Path, mark: Mark | null): boolean {
  const label = mark?.label;
  if (label === undefined || path.at(-1) !== label) return false;
  const map = path.slice(0, -1).join(' ');
  return map === 'metadata labels' || (label === IN_TEMPLATES && map === 'spec template metadata labels');
}

/** Which deployment an object says it belongs to. */
export interface Mark {
  readonly deployer: Deployer;
  /** Distinguishes one deployment from another within a cluster. */
  readonly id: string;
  /** The field manager that this deployer writes under. */
  readonly manager: string | null;
  /** The label that it sets on every object of its own, where its settings name one. */
  readonly label?: string;
  /** Of several Argo CDs the one that it belongs to, where they tell each other apart; `''`: none is named. */
  readonly installation?: string;
}

const MANAGERS: Readonly<Record<string, readonly [deployer: Deployer, manager: string]>> = {
  argocd: ['argocd', 'argocd-controller'],
  flux: ['flux', 'kustomize-controller'],
  'flux-helm': ['flux', 'helm-controller'],
};

/** The mark that objects of an app of this id carry; null: it is none of a controller's. */
export function markOfId(id: string): Mark | null {
  const [deployer, manager] = MANAGERS[id.slice(0, Math.max(0, id.indexOf('/')))] ?? [];
  return deployer === undefined || manager === undefined ? null : { deployer, id, manager };
}

/**
 * The valid tracking mark that stands on a live object itself; a mark copied from another object is none. Labels of Argo CD
 * need its settings besides, and who asks is to know of them: engine/deployers/marks.ts.
 */
export function plainMark(live: KubeObject): Mark | null {
  const labels = objectAt(live.metadata.labels);
  const annotations = objectAt(live.metadata.annotations);
  const tracking = annotations['argocd.argoproj.io/tracking-id'];
  if (typeof tracking === 'string' && names(tracking, live)) {
    return {
      deployer: 'argocd',
      id: `argocd/${tracking.slice(0, tracking.indexOf(':'))}`,
      manager: 'argocd-controller',
      installation: stringOr(annotations['argocd.argoproj.io/installation-id'], ''),
    };
  }
  const flux = labels['kustomize.toolkit.fluxcd.io/name'];
  if (typeof flux === 'string') {
    const namespace = stringOr(labels['kustomize.toolkit.fluxcd.io/namespace'], '');
    return { deployer: 'flux', id: `flux/${namespace}/${flux}`, manager: 'kustomize-controller' };
  }
  const fluxHelm = labels['helm.toolkit.fluxcd.io/name'];
  if (typeof fluxHelm === 'string') {
    const namespace = stringOr(labels['helm.toolkit.fluxcd.io/namespace'], '');
    return { deployer: 'flux', id: `flux-helm/${namespace}/${fluxHelm}`, manager: 'helm-controller' };
  }
  const release = annotations['meta.helm.sh/release-name'];
  if (typeof release === 'string' && labels['app.kubernetes.io/managed-by'] === 'Helm') {
    const namespace = stringOr(annotations['meta.helm.sh/release-namespace'], '');
    return { deployer: 'helm', id: `helm/${namespace}/${release}`, manager: 'helm' };
  }
  const set = labels['applyset.kubernetes.io/part-of'];
  if (typeof set === 'string') return { deployer: 'gitops', id: `applyset/${set}`, manager: null };
  return null;
}

/** `app:group/Kind:namespace/name` must name the very object that carries it (names may hold more colons). */
function names(tracking: string, live: KubeObject): boolean {
  const [, kind = '', ...rest] = tracking.split(':');
  const group = live.apiVersion.includes('/') ? live.apiVersion.slice(0, live.apiVersion.indexOf('/')) : '';
  const where = rest.join(':');
  const namespace = stringOr(live.metadata.namespace, '');
  return (
    kind === `${group}/${live.kind}` &&
    where.slice(where.indexOf('/') + 1) === live.metadata.name &&
    (namespace === '' || where.slice(0, where.indexOf('/')) === namespace)
  );
}

/** Children of other objects carry copied marks: their owner answers for them. */
export function isOwned(live: KubeObject): boolean {
  const owners: Json | undefined = live.metadata.ownerReferences;
  return isArray(owners) && owners.some((owner) => isObject(owner));
}
