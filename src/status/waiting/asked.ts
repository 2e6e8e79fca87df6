import { fluxHealth } from '../../health/flux.ts';
import { conditionsOf, findCondition, wordsOf } from '../../health/status.ts';
import { type KubeObject, objectAt, stringOr } from '../../object.ts';
import { observeArgo } from './argo.ts';
import { PATIENCE } from './decide.ts';
import { NO_SURROUNDINGS, observeFlux } from './flux.ts';
import type { Decision, Failure } from './types.ts';

/** How far an Application is with the sync that it was asked for, and how well it is afterwards. */
export function argoSettled(app: KubeObject, pods: Failure | null): Decision {
  const { busy, failed, retried, isFresh, isClose, health } = observeArgo(app);
  if (busy) {
    const words = stringOr(objectAt(app.status, 'operationState').message, '');
    return podsOr(
      pods,
      retried === null ? words || 'it is being synced' : `it is tried again: ${retried.message}`,
    );
  }
  if (failed !== null) return stuck(failed, 0);
  if (!isFresh) return waiting('its health is looked at');
  const message = health.message ?? health.state;
  if (health.state === 'healthy' || health.state === 'suspended')
    return isClose ? { is: 'done', how: 'live', after: PATIENCE.healthy } : { is: 'done', how: 'live' };
  if (health.state === 'degraded') return stuck(pods?.message ?? message, PATIENCE.degraded);
  return podsOr(pods, message);
}

/** How far an object of Flux is with the reconciliation of this id. */
export function fluxSettled(object: KubeObject, id: string): Decision {
  if (objectAt(object.status).lastHandledReconcileAt !== id)
    return waiting('its controller has not answered yet');
  const { busy, idle, waitsFor } = observeFlux(object, NO_SURROUNDINGS);
  if (idle !== null) return { is: 'stuck', ...idle, after: 0 };
  if (busy) return waiting(fluxHealth(object).message ?? 'it is being reconciled');
  const ready = findCondition(conditionsOf(object), 'Ready');
  if (ready?.status === 'True') return { is: 'done', how: 'live' };
  if (waitsFor !== null) return waiting(waitsFor);
  if (ready?.status === 'False') return stuck(wordsOf(ready), 0);
  return waiting(ready === undefined ? 'its controller has not told yet' : wordsOf(ready));
}

function podsOr(pods: Failure | null, why: string): Decision {
  if (pods === null) return waiting(why);
  return stuck(pods.message, pods.isHopeless ? PATIENCE.degraded : PATIENCE.unschedulable);
}

function waiting(why: string): Decision {
  return { is: 'waiting', why };
}

function stuck(why: string, after: number): Decision {
  return { is: 'stuck', why, hint: null, after };
}
