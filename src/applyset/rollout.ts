import { isArray, type JsonObject, type KubeObject, objectAt } from '../object.ts';

/** How far a workload is: `kubectl rollout status` asks the same; null: it is rolled out, or has no rollout. */
export function waitsFor(live: KubeObject): string | null {
  const { spec, status, kind, metadata } = live;
  if (!['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind)) return null;
  const now = objectAt(status);
  if (numberOf(now, 'observedGeneration') < Number(metadata.generation ?? 0))
    return 'it is not looked at yet';
  if (kind === 'DaemonSet') {
    const wanted = numberOf(now, 'desiredNumberScheduled');
    return behind(wanted, numberOf(now, 'updatedNumberScheduled'), numberOf(now, 'numberAvailable'));
  }
  const wanted = Number(objectAt(spec).replicas ?? 1);
  if (kind === 'Deployment' && hasStopped(now)) return 'its progress deadline is over';
  const ready = numberOf(now, kind === 'Deployment' ? 'availableReplicas' : 'readyReplicas');
  return behind(wanted, numberOf(now, 'updatedReplicas'), ready);
}

/** It will not come any further by itself. */
export function hasStopped(status: JsonObject): boolean {
  const { conditions } = status;
  return isArray(conditions) && conditions.some((one) => objectAt(one).reason === 'ProgressDeadlineExceeded');
}

function behind(wanted: number, updated: number, ready: number): string | null {
  if (updated < wanted) return `${updated} of ${wanted} replicas are new`;
  return ready < wanted ? `${ready} of ${wanted} replicas are ready` : null;
}

function numberOf(status: JsonObject, key: string): number {
  const value = status[key];
  return typeof value === 'number' ? value : 0;
}
