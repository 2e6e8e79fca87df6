import { isArray, type KubeObject, objectAt, stringOr, textsOf } from '../object.ts';
import type { ControlledApp } from './types.ts';

const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/**
 * The Namespace that a controller makes before it deploys an app, with the labels and annotations that it gives it; null:
 * it makes none. Of Argo CD `CreateNamespace=true`, of helm-controller `install.createNamespace`.
 */
export function createdNamespace({ object }: Pick<ControlledApp, 'object'>): KubeObject | null {
  const spec = objectAt(object.spec);
  if (object.kind === 'Application') {
    const { syncOptions, managedNamespaceMetadata } = objectAt(spec.syncPolicy);
    if (!isArray(syncOptions) || !syncOptions.includes('CreateNamespace=true')) return null;
    const name = stringOr(objectAt(spec.destination).namespace, '');
    if (managedNamespaceMetadata === undefined) return namespace(name, {});
    const { labels, annotations } = objectAt(managedNamespaceMetadata);
    return namespace(name, {
      labels: textsOf(labels),
      // it is applied on the server's side, so as to leave what others gave it, and says so
      annotations: { ...textsOf(annotations), [SYNC_OPTIONS]: 'ServerSideApply=true' },
    });
  }
  if (object.kind !== 'HelmRelease' || objectAt(spec.install).createNamespace !== true) return null;
  return namespace(stringOr(spec.targetNamespace, stringOr(object.metadata.namespace, '')), {});
}

/** The same where git says what labels or annotations it has: only those are anybody's to change. */
export function managedNamespace(app: Pick<ControlledApp, 'object'>): KubeObject | null {
  const made = createdNamespace(app);
  const { labels, annotations } = objectAt(made?.metadata);
  return Object.keys({ ...objectAt(labels), ...objectAt(annotations) }).length === 0 ? null : made;
}

function namespace(name: string, metadata: Readonly<Partial<KubeObject['metadata']>>): KubeObject | null {
  return name === '' ? null : { apiVersion: 'v1', kind: 'Namespace', metadata: { name, ...metadata } };
}
