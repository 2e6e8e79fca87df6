import type { KubeObject } from '../../object.ts';
import { conditionsOf, findCondition, wordsOf } from '../status.ts';
import { degraded, HEALTHY, type Health, progressing } from '../types.ts';

export function definitionHealth(live: KubeObject): Health {
  for (const condition of conditionsOf(live)) {
    const { type, status, reason } = condition;
    if (type === 'NamesAccepted' && status === 'False') return degraded(wordsOf(condition));
    if (type !== 'Established') continue;
    if (status === 'True') return HEALTHY;
    if (status === 'False' && reason !== 'Installing') return degraded(wordsOf(condition));
  }
  return progressing('not established yet');
}

/** kstatus has no rule; Argo CD waits for the server behind it. */
export function apiServiceHealth(live: KubeObject): Health {
  const available = findCondition(conditionsOf(live), 'Available');
  if (available === undefined) return progressing('not registered yet');
  return available.status === 'True' ? HEALTHY : progressing(wordsOf(available));
}

/** kstatus, save that one which fits no controller is told, as in Argo CD. Too few pods is what it is there for. */
export function disruptionHealth(live: KubeObject): Health {
  const allowed = findCondition(conditionsOf(live), 'DisruptionAllowed', 'False');
  return allowed?.reason === 'SyncFailed' ? degraded(wordsOf(allowed)) : HEALTHY;
}
