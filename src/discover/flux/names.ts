import { type Json, type KubeObject, namespaceOf, objectAt, stringOr } from '../../object.ts';
import type { FluxApp, Reference } from './types.ts';

const KUSTOMIZE = 'kustomize.toolkit.fluxcd.io';
const HELM = 'helm.toolkit.fluxcd.io';
export const SOURCE = 'source.toolkit.fluxcd.io';
export const ARTIFACT = 'ExternalArtifact';
export const GENERATOR = 'ArtifactGenerator';
export const EXTENSIONS = 'source.extensions.fluxcd.io';

export type Deploying = 'Kustomization' | 'HelmRelease';

/** `flux/flux-system/apps`, `flux-helm/shop/api`. */
export function appId(kind: Deploying, namespace: string, name: string): string {
  return `${kind === 'Kustomization' ? 'flux' : 'flux-helm'}/${namespace}/${name}`;
}

/** The Kustomization or HelmRelease that applied an object, by the labels it leaves; null: none, or the object itself. */
export function parentOf(object: KubeObject): string | null {
  const labels = objectAt(object.metadata.labels);
  const by = (group: string, kind: Deploying) => {
    const name = stringOr(labels[`${group}/name`], null);
    const namespace = stringOr(labels[`${group}/namespace`], null);
    const isSelf = object.kind === kind && name === object.metadata.name && namespace === homeOf(object);
    return name === null || namespace === null || isSelf ? null : appId(kind, namespace, name);
  };
  return by(KUSTOMIZE, 'Kustomization') ?? by(HELM, 'HelmRelease');
}

/** What `spec.dependsOn` names, in the object's namespace where it names none. */
export function dependenciesOf(object: KubeObject, kind: Deploying): readonly string[] {
  const { dependsOn } = objectAt(object.spec);
  return entries(dependsOn).flatMap((entry) => {
    const { name, namespace } = objectAt(entry);
    return typeof name === 'string' ? [appId(kind, stringOr(namespace, homeOf(object)), name)] : [];
  });
}

/** Where it goes when that is not the cluster it lives in: what is known of that is the name of a kubeconfig. */
export function destinationOf(object: KubeObject): FluxApp['destination'] {
  const { kubeConfig } = objectAt(object.spec);
  if (kubeConfig === undefined || kubeConfig === null) return null;
  const [kind, reference] =
    objectAt(kubeConfig).configMapRef === undefined ? ['Secret', 'secretRef'] : ['ConfigMap', 'configMapRef'];
  const name = stringOr(objectAt(kubeConfig, reference).name, '');
  return { server: null, name: `${kind} ${homeOf(object)}/${name}` };
}

export function homeOf(object: KubeObject): string {
  return namespaceOf(object) ?? 'default';
}

export function entries(list: Json | undefined): readonly Json[] {
  return Array.isArray(list) ? list : [];
}

/** `GitRepository flux-system/shop`. */
export function told({ kind, namespace, name }: Omit<Reference, 'group'>): string {
  return `${kind} ${namespace}/${name}`;
}
