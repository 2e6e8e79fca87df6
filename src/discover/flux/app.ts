import type { KubeObject } from '../../object.ts';
import type { ControlledApp } from '../types.ts';
import { readHelmRelease } from './helm-release.ts';
import { readKustomization } from './kustomization.ts';
import type { Surroundings } from './types.ts';

/** The app that a Kustomization or HelmRelease declares, and whether its own source is this repository. */
export async function fluxApp(
  object: KubeObject,
  where: Surroundings,
): Promise<ControlledApp & { readonly isOurs: boolean }> {
  const app = await (object.kind === 'HelmRelease'
    ? readHelmRelease(object, where)
    : readKustomization(object, where));
  return { ...app, isOurs: app.root.kind !== 'unrendered' && app.root.helm?.chart === undefined };
}
