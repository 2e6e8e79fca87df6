import type { KubeObject } from '../../object.ts';
import type { Manifest } from '../../render/types.ts';

/** In the namespace that it lands in; null: in none. */
export function landed({ object }: Manifest, namespace: string | null): KubeObject {
  const { namespace: _, ...metadata } = object.metadata;
  return { ...object, metadata: namespace === null ? metadata : { ...metadata, namespace } };
}
