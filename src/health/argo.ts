import { type KubeObject, objectAt, stringOr } from '../object.ts';
import { shortError } from './short-error.ts';
import { conditionsOf, itemsAt } from './status.ts';
import type { AppHealth, HealthState } from './types.ts';

const STATES: Readonly<Record<string, HealthState>> = {
  Healthy: 'healthy',
  Progressing: 'progressing',
  Degraded: 'degraded',
  Suspended: 'suspended',
  Missing: 'missing',
};
const FAILED = ['Failed', 'Error'];

/** What an Argo CD Application says of itself: its health, whether it is synced, and why its last sync failed. */
export function argoHealth(app: KubeObject): AppHealth {
  const { health, sync, operationState } = objectAt(app.status);
  const { status: told = '', message } = objectAt(health);
  const state = (typeof told === 'string' && Object.hasOwn(STATES, told) ? STATES[told] : null) ?? 'unknown';
  const { status: compared } = objectAt(sync);
  const error = comparisonError(app) ?? (compared === 'Synced' ? null : operationError(app));
  const busy = objectAt(operationState).phase === 'Running' || app.operation !== undefined;
  const words = shortError(stringOr(message, ''));
  return {
    state,
    message: state === 'healthy' ? null : wordsFor(state, words, error),
    synced: compared === 'Synced' || compared === 'OutOfSync' ? compared === 'Synced' : null,
    busy,
    error,
  };
}

function wordsFor(state: HealthState, words: string, error: string | null): string {
  if (words !== '') return words;
  return state === 'unknown' ? (error ?? 'Argo CD has not told its health yet') : `Argo CD calls it ${state}`;
}

/** Conditions of an Application have a type and a message, and no status: all that are there count. */
function comparisonError(app: KubeObject): string | null {
  const found = conditionsOf(app).find(({ type }) => type.endsWith('Error'));
  return found === undefined || found.message === '' ? null : found.message;
}

/** The server's words for the first object that it would not take, else those for the whole sync. */
function operationError(app: KubeObject): string | null {
  const { phase, message, syncResult } = objectAt(app.status, 'operationState');
  if (!FAILED.includes(stringOr(phase, ''))) return null;
  const failed = itemsAt(syncResult, 'resources').find(
    ({ status, hookPhase }) => status === 'SyncFailed' || FAILED.includes(stringOr(hookPhase, '')),
  );
  const words = shortError(stringOr(failed?.message, ''));
  if (failed === undefined || words === '')
    return shortError(stringOr(message, '')) || 'the last sync failed';
  const name = stringOr(failed.name, '');
  return words.includes(name) ? words : shortError(`${stringOr(failed.kind, '')} ${name}: ${words}`);
}
