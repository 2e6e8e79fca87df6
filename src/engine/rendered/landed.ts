import type { KubeObject } from '../../object.ts';
import { inSyncOrder } from '../../render/argo-order.ts';
import type { Manifest } from '../../render/types.ts';
import type { Rendered } from '../render.ts';

/** What an app's deployer applies, in the order in which it does where that is known; what each deploy makes comes last. */
export function inOrder({ app, manifests, perDeploy }: Rendered): readonly Manifest[] {
  const all = [...manifests, ...perDeploy];
  return app.root.hooks === 'argocd' ? inSyncOrder(all, app.root.namespace ?? '') : all;
}

/** In the namespace that it lands in; null: in none. */
export function landed({ object }: Manifest, namespace: string | null): KubeObject {
  const { namespace: _, ...metadata } = object.metadata;
  return { ...object, metadata: namespace === null ? metadata : { ...metadata, namespace } };
}
