import type { Resource } from '../../../cluster/discovery.ts';
import { getOne, listAll } from '../../../cluster/live.ts';
import { ClusterError } from '../../../errors.ts';
import { healthOf } from '../../../health/health.ts';
import { mapLimit } from '../../../io.ts';
import { isArray, type JsonObject, type KubeObject, objectAt, stringOr } from '../../../object.ts';
import type { Failure } from '../../../status/waiting/types.ts';
import type { Asking, Tracked } from '../../deployers/types.ts';

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'ReplicaSet'];
/** Workloads of one app that are looked at: a reason is found among them, or in none. */
const MOST = 20;
/** Milliseconds for which an answer holds. */
const EVERY = 4000;

export type LookAtPods = (app: string, objects: readonly Tracked[]) => Promise<Failure | null>;

/** Why Pods of an app's workloads do not start; asked only of workloads that are on their way for a while. */
export function openPods(where: Asking, now: () => number): LookAtPods {
  const known = new Map<string, { readonly at: number; readonly failure: Failure | null }>();
  return async (app, objects) => {
    const before = known.get(app);
    if (before !== undefined && performance.now() - before.at < EVERY) return before.failure;
    const workloads = objects.filter(({ kind }) => WORKLOADS.includes(kind)).slice(0, MOST);
    const found = await mapLimit(workloads, 4, (one) => failureOf(one, where, now()).catch(unread));
    const failure =
      found.find((one) => one?.isHopeless === true) ?? found.find((one) => one !== null) ?? null;
    known.set(app, { at: performance.now(), failure });
    return failure;
  };
}

/** Who may not read Pods is told when it times out. */
function unread(error: unknown): null {
  if (error instanceof ClusterError && ['FORBIDDEN', 'NOT_FOUND'].includes(error.code)) return null;
  throw error;
}

async function failureOf(
  { group, kind, namespace, name }: Tracked,
  where: Asking,
  now: number,
): Promise<Failure | null> {
  const resource = where.discovery.resources.find(
    (one) => one.kind === kind && one.apiVersion === (group === 'batch' ? 'batch/v1' : 'apps/v1'),
  );
  const pods = where.discovery.find('v1', 'Pod');
  if (resource === undefined || pods === undefined || namespace === null) return null;
  const live = await getOne(where.http, resource, namespace, name);
  if (live === null || !['progressing', 'degraded'].includes(healthOf(live, now).state)) return null;
  const labelSelector = await selectorOf(live, namespace, where);
  if (labelSelector === null) return null;
  for (const pod of await listAll(where.http, pods, namespace, { labelSelector })) {
    if (pod.metadata.deletionTimestamp !== undefined) continue;
    const { state, message } = healthOf(pod, now);
    if (state !== 'degraded') continue;
    const words = `${kind} ${name}: Pod ${pod.metadata.name}: ${message ?? 'it failed'}`;
    return { message: words, isHopeless: message?.startsWith('Unschedulable') !== true };
  }
  return null;
}

/** Of the Pods of the newest template alone: those before it may well fail, that is why there is a new one. */
async function selectorOf(live: KubeObject, namespace: string, where: Asking): Promise<string | null> {
  const labels = Object.entries(objectAt(live.spec, 'selector', 'matchLabels'));
  const own = labels.flatMap(([key, value]) => (typeof value === 'string' ? [`${key}=${value}`] : []));
  if (own.length === 0) return null;
  const newest = await newestOf(live, own.join(','), namespace, where);
  return newest === null ? null : [...own, ...newest].join(',');
}

async function newestOf(
  live: KubeObject,
  labelSelector: string,
  namespace: string,
  { http, discovery }: Asking,
): Promise<readonly string[] | null> {
  const { annotations } = live.metadata;
  if (live.kind === 'StatefulSet')
    return labelOf('controller-revision-hash', objectAt(live.status).updateRevision);
  if (live.kind === 'DaemonSet')
    return labelOf(
      'pod-template-generation',
      objectAt(annotations)['deprecated.daemonset.template.generation'],
    );
  if (live.kind !== 'Deployment') return [];
  const sets: Resource | undefined = discovery.find('apps/v1', 'ReplicaSet');
  if (sets === undefined) return null;
  const revision = revisionOf(live.metadata);
  const all = await listAll(http, sets, namespace, { labelSelector });
  const current = all.find(
    ({ metadata }) =>
      revisionOf(metadata) === revision &&
      isArray(metadata.ownerReferences) &&
      metadata.ownerReferences.some((owner) => objectAt(owner).uid === live.metadata.uid),
  );
  return labelOf('pod-template-hash', objectAt(current?.metadata.labels)['pod-template-hash']);
}

function revisionOf(metadata: JsonObject): string | null {
  return stringOr(objectAt(metadata.annotations)['deployment.kubernetes.io/revision'], null);
}

function labelOf(name: string, value: unknown): readonly string[] | null {
  return typeof value === 'string' && value !== '' ? [`${name}=${value}`] : null;
}
