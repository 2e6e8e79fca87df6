import { type KubeObject, objectAt } from '../../object.ts';
import { conditionsOf, findCondition, intAt, wordsOf } from '../status.ts';
import { degraded, HEALTHY, type Health, progressing, suspended } from '../types.ts';

/** kstatus, save that a paused one is suspended and one that may not create its pods degraded, as in Argo CD. */
export function deploymentHealth(live: KubeObject): Health {
  const conditions = conditionsOf(live);
  const progress = findCondition(conditions, 'Progressing');
  if (objectAt(live.spec).paused === true) return suspended('the rollout is paused');
  const failure = findCondition(conditions, 'ReplicaFailure', 'True');
  if (failure !== undefined) return degraded(wordsOf(failure));
  if (progress?.reason === 'ProgressDeadlineExceeded')
    return degraded(`the progress deadline was exceeded: ${availableOf(live)}`);
  const want = intAt(live.spec, ['replicas'], 1);
  const replicas = count(live, 'replicas');
  const updated = count(live, 'updatedReplicas');
  const ready = count(live, 'readyReplicas');
  const available = count(live, 'availableReplicas');
  if (want > replicas) return progressing(`${replicas} of ${want} replicas exist`);
  if (want > updated) return progressing(`${updated} of ${want} replicas are updated`);
  if (replicas > want) return progressing(`${replicas - want} old replicas are still to end`);
  if (updated > available) return progressing(`${available} of ${updated} updated replicas are available`);
  if (want > ready) return progressing(`${ready} of ${want} replicas are ready`);
  // without a deadline the controller reports no progress at all
  const settled = progress?.status === 'True' && progress.reason === 'NewReplicaSetAvailable';
  if (!settled && hasDeadline(live)) return progressing('the new ReplicaSet is not available yet');
  if (findCondition(conditions, 'Available', 'True') === undefined) return progressing('not available yet');
  return HEALTHY;
}

/** The controller takes the greatest number that it can hold for none. */
function hasDeadline({ spec }: KubeObject): boolean {
  return intAt(spec, ['progressDeadlineSeconds'], 2 ** 31 - 1) !== 2 ** 31 - 1;
}

function availableOf(live: KubeObject): string {
  const available = count(live, 'availableReplicas');
  return `${available} of ${intAt(live.spec, ['replicas'], 1)} replicas are available`;
}

export function statefulSetHealth(live: KubeObject): Health {
  const strategy = objectAt(live.spec, 'updateStrategy');
  // whoever chose this deletes the pods by hand: there is nothing to wait for
  if (strategy.type === 'OnDelete') return HEALTHY;
  const want = intAt(live.spec, ['replicas'], 1);
  const ready = count(live, 'readyReplicas');
  const current = count(live, 'currentReplicas');
  const updated = count(live, 'updatedReplicas');
  const replicas = count(live, 'replicas');
  const partition = intAt(strategy, ['rollingUpdate', 'partition'], -1);
  if (want > replicas) return progressing(`${replicas} of ${want} replicas exist`);
  if (want > ready) return progressing(`${ready} of ${want} replicas are ready`);
  if (replicas > want) return progressing(`${replicas - want} old replicas are still to end`);
  if (partition !== -1) {
    return updated < want - partition
      ? progressing(`${updated} of ${want - partition} replicas are updated`)
      : HEALTHY;
  }
  if (want > current) return progressing(`${current} of ${want} replicas are current`);
  const { currentRevision = '', updateRevision = '' } = objectAt(live.status);
  return currentRevision === updateRevision ? HEALTHY : progressing('the new revision is not current yet');
}

export function daemonSetHealth(live: KubeObject): Health {
  const seen =
    intAt(live.metadata, ['generation'], null) !== null &&
    intAt(live.status, ['observedGeneration'], null) !== null;
  const want = intAt(live.status, ['desiredNumberScheduled'], -1);
  if (!seen || want === -1) return progressing('its controller has not seen it yet');
  const scheduled = count(live, 'currentNumberScheduled');
  const updated = count(live, 'updatedNumberScheduled');
  const available = count(live, 'numberAvailable');
  const ready = count(live, 'numberReady');
  if (want > scheduled) return progressing(`${scheduled} of ${want} pods are scheduled`);
  if (want > updated) return progressing(`${updated} of ${want} pods are updated`);
  if (want > available) return progressing(`${available} of ${want} pods are available`);
  return want > ready ? progressing(`${ready} of ${want} pods are ready`) : HEALTHY;
}

/** kstatus, save that one that may not create its pods (a quota, a policy) is degraded, as in Argo CD. */
export function replicaSetHealth(live: KubeObject): Health {
  const failure = findCondition(conditionsOf(live), 'ReplicaFailure', 'True');
  if (failure !== undefined) return degraded(wordsOf(failure));
  const want = intAt(live.spec, ['replicas'], 1);
  const replicas = count(live, 'replicas');
  const ready = count(live, 'readyReplicas');
  const available = count(live, 'availableReplicas');
  const labelled = count(live, 'fullyLabeledReplicas');
  if (want > labelled) return progressing(`${labelled} of ${want} replicas exist`);
  if (want > available) return progressing(`${available} of ${want} replicas are available`);
  if (want > ready) return progressing(`${ready} of ${want} replicas are ready`);
  return replicas > want ? progressing(`${replicas - want} replicas are still to end`) : HEALTHY;
}

/** A count of a status; what is not there is none. */
function count({ status }: KubeObject, name: string): number {
  return intAt(status, [name], 0);
}
