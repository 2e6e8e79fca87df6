import { type KubeObject, objectAt, stringOr } from '../../object.ts';
import { conditionsOf, findCondition, intAt, wordsOf } from '../status.ts';
import { degraded, HEALTHY, type Health, progressing, suspended } from '../types.ts';

/** kstatus takes a Job that runs for done; Argo CD and Flux both wait for its end, and so does this. */
export function jobHealth(live: KubeObject): Health {
  const conditions = conditionsOf(live);
  const end = conditions.find(
    ({ type, status }) => status === 'True' && (type === 'Complete' || type === 'Failed'),
  );
  if (end?.type === 'Complete') return HEALTHY;
  if (end !== undefined) return degraded(wordsOf(end));
  if (objectAt(live.spec).suspend === true || findCondition(conditions, 'Suspended', 'True') !== undefined)
    return suspended('the Job is suspended');
  if (stringOr(objectAt(live.status).startTime, '') === '') return progressing('not started yet');
  const want = intAt(live.spec, ['completions'], intAt(live.spec, ['parallelism'], 1));
  const failed = intAt(live.status, ['failed'], 0);
  const done = `${intAt(live.status, ['succeeded'], 0)} of ${want} pods have completed`;
  return progressing(failed === 0 ? done : `${done}, ${failed} failed`);
}

export function cronJobHealth(live: KubeObject): Health {
  return objectAt(live.spec).suspend === true ? suspended('the CronJob is suspended') : HEALTHY;
}
