import { isArray, type KubeObject, objectAt, stringOr, textsOf } from '../object.ts';
import type { ControlledApp } from './types.ts';

/**
 * The Namespace that a controller makes before it deploys an app, with the labels and annotations that it gives it; null:
 * it makes none. Of Argo CD `CreateNamespace=true`, of helm-controller `install.createNamespace`.
 */
export function createdNamespace({ object }: Pick<ControlledApp, 'object'>): KubeObject | null {
  const spec = objectAt(object.spec);
  if (object.kind === 'Application') {
    const { syncOptions, managedNamespaceMetadata } = objectAt(spec.syncPolicy);
    if (!isArray(syncOptions) || !syncOptions.includes('CreateNamespace=true')) return null;
    const { labels, annotations } = objectAt(managedNamespaceMetadata);
    return namespace(stringOr(objectAt(spec.destination).namespace, ''), {
      ...(labels === undefined ? {} : { labels: textsOf(labels) }),
      ...(annotations === undefined ? {} : { annotations: textsOf(annotations) }),
    });
  }
  if (object.kind !== 'HelmRelease' || objectAt(spec.install).createNamespace !== true) return null;
  return namespace(stringOr(spec.targetNamespace, stringOr(object.metadata.namespace, '')), {});
}

function namespace(name: string, metadata: Readonly<Partial<KubeObject['metadata']>>): KubeObject | null {
  return name === '' ? null : { apiVersion: 'v1', kind: 'Namespace', metadata: { name, ...metadata } };
}
