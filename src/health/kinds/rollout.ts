import { type KubeObject, objectAt, stringOr } from '../../object.ts';
import { shortError } from '../short-error.ts';
import { conditionsOf, findCondition, wordsOf } from '../status.ts';
import { degraded, HEALTHY, type Health, progressing, suspended } from '../types.ts';

/** Argo Rollouts tell their phase (since 1.0) and, unlike everybody, the observed generation as text. */
export function rolloutHealth(live: KubeObject): Health {
  const { phase, message, observedGeneration } = objectAt(live.status);
  const { generation } = live.metadata;
  if (observedGeneration !== undefined && String(observedGeneration) !== String(generation))
    return progressing('its controller has not seen the latest change yet');
  const invalid = findCondition(conditionsOf(live), 'InvalidSpec', 'True');
  if (invalid !== undefined) return degraded(wordsOf(invalid));
  const words = shortError(stringOr(message, ''));
  switch (phase) {
    case 'Healthy':
      return HEALTHY;
    case 'Degraded':
      return degraded(words === '' ? 'the rollout failed' : words);
    case 'Paused':
      return suspended(words === '' ? 'the rollout is paused' : words);
    default:
      return progressing(words === '' ? 'the rollout is under way' : words);
  }
}
