import { type KubeObject, objectAt, stringOr } from '../object.ts';
import type { Manifest, Rendering } from './types.ts';

const HOOK = 'argocd.argoproj.io/hook';
const HELM_HOOK = 'helm.sh/hook';
const TYPES = new Set(['PreSync', 'Sync', 'PostSync', 'SyncFail', 'Skip']);
/** What Argo CD makes at every sync that goes well. */
const MADE = new Set<string>(['PreSync', 'Sync', 'PostSync']);
const OF_HELM = new Map([
  ['pre-install', 'PreSync'],
  ['pre-upgrade', 'PreSync'],
  ['post-install', 'PostSync'],
  ['post-upgrade', 'PostSync'],
]);

/**
 * What Argo CD applies of a rendering: hooks, its own and Helm's, are made anew at every sync; those of a failed sync, of
 * a test or a deletion no sync makes, nor what is to be skipped (its engine's rules, pkg/sync/hook).
 */
export function withArgoHooks(rendering: Rendering): Rendering {
  const fates = Map.groupBy(rendering.manifests, fateOf);
  return {
    ...rendering,
    manifests: fates.get('applied') ?? [],
    perDeploy: [...rendering.perDeploy, ...(fates.get('made') ?? [])],
  };
}

/** Whether Argo CD makes an object in a phase of a sync. It neither compares such an object with git nor prunes it. */
export function isArgoHook(object: KubeObject): boolean {
  const { [HOOK]: hook, [HELM_HOOK]: helmHook } = objectAt(object.metadata.annotations);
  return hook === undefined ? helmHook !== undefined && helmHook !== 'crd-install' : !isSkipped(object);
}

function isSkipped(object: KubeObject): boolean {
  const types = typesOf(object);
  return types.length === 1 && types[0] === 'Skip';
}

function fateOf({ object }: Manifest): 'applied' | 'made' | 'left' {
  const types = typesOf(object);
  if (!isArgoHook(object)) return isSkipped(object) ? 'left' : 'applied';
  return types.some((type) => MADE.has(type)) ? 'made' : 'left';
}

/** When an object of a sync is applied. */
export type SyncPhase = 'PreSync' | 'Sync' | 'PostSync';

/** The first phase in which a hook is made; what is none is applied with the rest. */
export function phaseOf(object: KubeObject): SyncPhase {
  const types = typesOf(object);
  if (types.includes('PreSync')) return 'PreSync';
  return types.includes('PostSync') && !types.includes('Sync') ? 'PostSync' : 'Sync';
}

/** Helm's count only where there is none of Argo CD's. */
function typesOf(object: KubeObject): readonly string[] {
  const own = eventsAt(object, HOOK).filter((type) => TYPES.has(type));
  if (own.length > 0) return own;
  return eventsAt(object, HELM_HOOK)
    .map((event) => OF_HELM.get(event))
    .filter((type) => type !== undefined);
}

function eventsAt({ metadata }: KubeObject, annotation: string): readonly string[] {
  return stringOr(objectAt(metadata.annotations)[annotation], '')
    .split(',')
    .map((event) => event.trim());
}
