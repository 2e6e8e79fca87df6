import { isObject, type KubeObject, objectAt } from '../../object.ts';
import { type Condition, conditionsOf, wordsOf } from '../status.ts';
import { degraded, HEALTHY, type Health, progressing } from '../types.ts';

const FAILED: Readonly<Record<string, readonly string[]>> = {
  AbleToScale: ['FailedGetScale', 'FailedUpdateScale'],
  ScalingActive: ['FailedGetResourceMetric', 'InvalidSelector'],
};

/** Argo CD's rule, with the worst condition first: theirs takes the first that tells. kstatus has none. */
export function autoscalerHealth(live: KubeObject): Health {
  const conditions = isVersion1(live) ? annotated(live) : conditionsOf(live);
  const failed = conditions.find(({ type, reason }) => FAILED[type]?.includes(reason) === true);
  if (failed !== undefined) return degraded(wordsOf(failed));
  const able = conditions.some(
    ({ type, status }) => status === 'True' && (type === 'AbleToScale' || type === 'ScalingLimited'),
  );
  return able ? HEALTHY : progressing('it has not scaled anything yet');
}

function isVersion1({ apiVersion }: KubeObject): boolean {
  return apiVersion === 'autoscaling/v1';
}

/** autoscaling/v1 has no place for conditions but an annotation. */
function annotated(live: KubeObject): readonly Condition[] {
  const text = objectAt(live.metadata.annotations)['autoscaling.alpha.kubernetes.io/conditions'];
  try {
    const conditions: unknown = JSON.parse(typeof text === 'string' ? text : '[]');
    const listed = Array.isArray(conditions) ? conditions.filter(isObject) : [];
    return conditionsOf({ ...live, status: { conditions: listed } });
  } catch {
    return [];
  }
}
