import { groupOf, type KubeObject, objectAt, stringOr } from '../object.ts';
import { type Condition, conditionsOf, findCondition, intAt, wordsOf } from './status.ts';
import { type AppHealth, degraded, HEALTHY, type Health, progressing, suspended } from './types.ts';

/** Reasons of a `Ready` that is false because something else is not there yet. */
const WAITING = ['DependencyNotReady', 'Progressing', 'ReconciliationInProgress', 'ArtifactNotReady'];

/**
 * What a Flux object (Kustomization, HelmRelease, a source) says of itself. kstatus alone would call one that fails and
 * tries again in progress for ever: its controllers say `Reconciling` of it, for the reason `ProgressingWithRetry`.
 */
export function fluxHealth(object: KubeObject): AppHealth {
  const conditions = conditionsOf(object);
  const ready = findCondition(conditions, 'Ready');
  const working = findCondition(conditions, 'Reconciling', 'True');
  const isSuspended = objectAt(object.spec).suspend === true;
  const busy = !isSuspended && working !== undefined;
  const error = errorOf(conditions, ready);
  const health = isSuspended ? suspended('it is suspended') : stateOf(object, ready, working, error);
  return { ...health, synced: syncedOf(object, ready), busy, error };
}

function stateOf(
  object: KubeObject,
  ready: Condition | undefined,
  working: Condition | undefined,
  error: string | null,
): Health {
  if (isBehind(object)) return progressing('its controller has not seen the latest change yet');
  if (error !== null && (working === undefined || working.reason === 'ProgressingWithRetry'))
    return degraded(error);
  if (working !== undefined) return progressing(wordsOf(ready?.status === 'False' ? ready : working));
  // those that only configure notifications have no status
  if (ready === undefined)
    return groupOf(object.apiVersion) === 'notification.toolkit.fluxcd.io'
      ? HEALTHY
      : progressing('its controller has not seen it yet');
  return ready.status === 'True' ? HEALTHY : progressing(wordsOf(ready));
}

function errorOf(conditions: readonly Condition[], ready: Condition | undefined): string | null {
  const stalled = findCondition(conditions, 'Stalled', 'True');
  if (ready?.status === 'False' && !WAITING.includes(ready.reason)) return wordsOf(ready);
  return stalled === undefined ? null : wordsOf(stalled);
}

function isBehind(object: KubeObject): boolean {
  const generation = intAt(object.metadata, ['generation'], null);
  const observed = intAt(object.status, ['observedGeneration'], null);
  return generation !== null && observed !== null && observed !== generation;
}

/** Whether what it last tried is what it applied. */
function syncedOf(object: KubeObject, ready: Condition | undefined): boolean | null {
  if (ready === undefined || isBehind(object)) return null;
  const { lastAppliedRevision, lastAttemptedRevision } = objectAt(object.status);
  const attempted = stringOr(lastAttemptedRevision, null);
  const applied = stringOr(lastAppliedRevision, null);
  // a HelmRelease has not told the applied one since v2, and a source applies nothing
  return applied === null || attempted === null ? ready.status === 'True' : applied === attempted;
}
