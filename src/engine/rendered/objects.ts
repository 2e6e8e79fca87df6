import { isSecret, learnSecret, maskObject, newMask } from '../../drift/mask.ts';
import { isObject, type KubeObject, objectAt } from '../../object.ts';
import type { Manifest } from '../../render/types.ts';
import type { RenderedApps } from './types.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** In the namespace that it lands in; null: in none. */
export function landed({ object }: Manifest, namespace: string | null): KubeObject {
  const { namespace: _, ...metadata } = object.metadata;
  return { ...object, metadata: namespace === null ? metadata : { ...metadata, namespace } };
}

/** Without the value of any Secret; equal values have equal marks. */
export function masked(apps: RenderedApps['apps']): RenderedApps['apps'] {
  const mask = newMask();
  const all = apps.flatMap(({ objects }) => objects);
  for (const object of all) learnSecret(object, mask);
  const hidden = (object: KubeObject): KubeObject => {
    if (!isSecret(object)) return object;
    const shown = maskObject(object, mask);
    const { apiVersion, kind } = object;
    const rest = isObject(shown) ? shown : {};
    return { ...rest, apiVersion, kind, metadata: withoutCopy(object.metadata) };
  };
  return apps.map(({ ref, objects }) => ({ ref, objects: objects.map(hidden) }));
}

/** `kubectl apply` keeps the whole Secret in an annotation. */
function withoutCopy(metadata: KubeObject['metadata']): KubeObject['metadata'] {
  const annotations = objectAt(metadata.annotations);
  if (annotations[LAST_APPLIED] === undefined) return metadata;
  const kept = Object.entries(annotations).filter(([key]) => key !== LAST_APPLIED);
  return { ...metadata, annotations: Object.fromEntries(kept) };
}
