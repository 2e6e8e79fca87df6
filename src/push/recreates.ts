import type { Deployer } from '../drift/types.ts';
import { type KubeObject, objectAt, stringOr } from '../object.ts';

/**
 * Whether a deployer deletes and makes anew what cannot be changed in place: Argo CD's sync options `Replace` and
 * `Force`, Flux's `force` (as annotation or label, whatever its case), both on the object itself.
 */
export function recreates({ metadata }: KubeObject, deployer: Deployer): boolean {
  const annotations = objectAt(metadata.annotations);
  if (deployer === 'argocd') {
    const options = stringOr(annotations['argocd.argoproj.io/sync-options'], '').split(',');
    return options.some((one) => /^\s*(?:Replace|Force)=true\s*$/.test(one));
  }
  if (deployer !== 'flux') return false;
  const key = 'kustomize.toolkit.fluxcd.io/force';
  const said = stringOr(annotations[key], stringOr(objectAt(metadata.labels)[key], ''));
  return said.toLowerCase() === 'enabled';
}
