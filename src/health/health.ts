import { groupOf, isArray, type KubeObject, stringOr } from '../object.ts';
import { argoHealth } from './argo.ts';
import { fluxHealth } from './flux.ts';
import { autoscalerHealth } from './kinds/autoscaler.ts';
import { cronJobHealth, jobHealth } from './kinds/job.ts';
import { apiServiceHealth, definitionHealth, disruptionHealth } from './kinds/machinery.ts';
import { claimHealth, ingressHealth, serviceHealth } from './kinds/network.ts';
import { podHealth } from './kinds/pod.ts';
import { rolloutHealth } from './kinds/rollout.ts';
import { daemonSetHealth, deploymentHealth, replicaSetHealth, statefulSetHealth } from './kinds/workload.ts';
import { conditionsOf, intAt, wordsOf } from './status.ts';
import { degraded, HEALTHY, type Health, progressing } from './types.ts';

type Rule = (live: KubeObject, now: number | undefined) => Health;

/** Kinds with rules of their own, by group; a kind without one is judged by its conditions. */
const RULES: Readonly<Record<string, Rule>> = {
  '/Pod': podHealth,
  '/Service': serviceHealth,
  '/PersistentVolumeClaim': claimHealth,
  'apps/Deployment': deploymentHealth,
  'apps/StatefulSet': statefulSetHealth,
  'apps/DaemonSet': daemonSetHealth,
  'apps/ReplicaSet': replicaSetHealth,
  'batch/Job': jobHealth,
  'batch/CronJob': cronJobHealth,
  'policy/PodDisruptionBudget': disruptionHealth,
  'networking.k8s.io/Ingress': ingressHealth,
  'autoscaling/HorizontalPodAutoscaler': autoscalerHealth,
  'apiextensions.k8s.io/CustomResourceDefinition': definitionHealth,
  'apiregistration.k8s.io/APIService': apiServiceHealth,
};

/** Kinds that are told by rules of their own alone: their status does not follow the conventions. */
const APART: Readonly<Record<string, Rule>> = {
  'argoproj.io/Application': argoHealth,
  'argoproj.io/Rollout': rolloutHealth,
};

/**
 * How an object is, by kstatus (sigs.k8s.io/cli-utils), and by Argo CD's rules where kstatus has none or waits for
 * nothing: docs/health.md tells each choice. null: there is none. `now` (milliseconds since the epoch) gives a Pod
 * that was just created time to be scheduled; without it that is told at once.
 */
export function healthOf(live: KubeObject | null, now?: number): Health {
  if (live === null) return { state: 'missing', message: 'not in the cluster' };
  const group = groupOf(live.apiVersion);
  const ending = endingOf(live);
  if (ending !== null) return ending;
  const key = `${group}/${live.kind}`;
  const apart = Object.hasOwn(APART, key) ? APART[key] : undefined;
  if (apart !== undefined) return stateOf(apart(live, now));
  if (group.endsWith('.toolkit.fluxcd.io')) return stateOf(fluxHealth(live));
  const rule = Object.hasOwn(RULES, key) ? RULES[key] : undefined;
  return byConventions(live) ?? rule?.(live, now) ?? byReadiness(live);
}

/** Nothing of what an app's own object tells besides. */
function stateOf({ state, message }: Health): Health {
  return { state, message };
}

function endingOf({ metadata }: KubeObject): Health | null {
  if (stringOr(metadata.deletionTimestamp, '') === '') return null;
  const finalizers = isArray(metadata.finalizers) ? metadata.finalizers.length : 0;
  return progressing(
    finalizers === 0
      ? 'being deleted'
      : `being deleted, waits for ${finalizers === 1 ? '1 finalizer' : `${finalizers} finalizers`}`,
  );
}

/** What every kind may say: its controller has not seen it yet, works on it, or has given up. null: nothing of these. */
function byConventions(live: KubeObject): Health | null {
  const generation = intAt(live.metadata, ['generation'], null);
  const observed = intAt(live.status, ['observedGeneration'], null);
  if (generation !== null && observed !== null && generation !== observed)
    return progressing('its controller has not seen the latest change yet');
  const telling = conditionsOf(live).find(
    ({ type, status }) => status === 'True' && (type === 'Reconciling' || type === 'Stalled'),
  );
  if (telling === undefined) return null;
  return telling.type === 'Stalled' ? degraded(wordsOf(telling)) : progressing(wordsOf(telling));
}

/** Whether it becomes ready or never will cannot be told from the condition: as kstatus, it may. */
function byReadiness(live: KubeObject): Health {
  const ready = conditionsOf(live).find(
    ({ type, status }) => type === 'Ready' && ['True', 'False', 'Unknown'].includes(status),
  );
  return ready === undefined || ready.status === 'True' ? HEALTHY : progressing(wordsOf(ready));
}
