import { type JsonObject, type KubeObject, objectAt, stringOr } from '../../object.ts';
import { shortError } from '../short-error.ts';
import { conditionsOf, findCondition, intAt, itemsAt, wordsOf } from '../status.ts';
import { degraded, HEALTHY, type Health, progressing } from '../types.ts';

/** Milliseconds that a new Pod has to be scheduled before it is told, as in kstatus. */
const SCHEDULING = 15_000;
/** The kubelet's reasons for a container that does not start: all but the two of a normal start. */
const FAILING = /^(Err|Invalid)|(Error|BackOff|Unavailable|Failed)$/;

/**
 * kstatus, save that a failure is told as soon as the kubelet names it, not when the deadline of a rollout is over, and
 * that a failed Pod is no healthy one. What a container wrote when it ended is left out: it may be anything.
 */
export function podHealth(live: KubeObject, now: number | undefined): Health {
  const { phase, reason, message } = objectAt(live.status);
  const containers = [
    ...itemsAt(live.status, 'initContainerStatuses'),
    ...itemsAt(live.status, 'containerStatuses'),
  ];
  if (phase === 'Succeeded') return HEALTHY;
  if (phase === 'Failed') {
    const words = [stringOr(reason, ''), stringOr(message, '')].filter((text) => text !== '').join(': ');
    return degraded(words === '' ? (endings(containers)[0] ?? 'it failed') : shortError(words));
  }
  const failing = containers.flatMap((one) => failureOf(one));
  if (failing.length > 0) return degraded(shortError(failing.join('; ')));
  if (phase === 'Pending') return pending(live, now);
  if (phase === 'Running') return running(live, containers);
  return phase === undefined || phase === ''
    ? progressing('no kubelet has seen it yet')
    : { state: 'unknown', message: shortError(`phase ${stringOr(phase, '?')}`) };
}

function pending(live: KubeObject, now: number | undefined): Health {
  const scheduled = findCondition(conditionsOf(live), 'PodScheduled', 'False');
  if (scheduled?.reason !== 'Unschedulable')
    return progressing(scheduled === undefined ? 'its containers are being started' : wordsOf(scheduled));
  const created = Date.parse(stringOr(live.metadata.creationTimestamp, ''));
  if (now !== undefined && now - created < SCHEDULING) return progressing('not scheduled yet');
  return degraded(shortError(`Unschedulable: ${scheduled.message}`));
}

function running(live: KubeObject, containers: readonly JsonObject[]): Health {
  if (findCondition(conditionsOf(live), 'Ready', 'True') !== undefined) return HEALTHY;
  const killed = containers.flatMap((one) => memoryOf(one));
  if (killed.length > 0) return degraded(killed.join('; '));
  return progressing(endings(containers)[0] ?? 'running, but not ready');
}

/** `container app: CrashLoopBackOff, 5 restarts, last exit code 1`, `container app: ImagePullBackOff: …`. */
function failureOf(container: JsonObject): readonly string[] {
  const { reason, message } = objectAt(container, 'state', 'waiting');
  if (typeof reason !== 'string' || !FAILING.test(reason)) return [];
  if (reason === 'CrashLoopBackOff') {
    const { exitCode, reason: why } = objectAt(container, 'lastState', 'terminated');
    const code = typeof exitCode === 'number' ? `, last exit code ${exitCode}` : '';
    const known = typeof why === 'string' && why !== 'Error' && why !== 'Completed' ? ` (${why})` : '';
    return [`${named(container)}: ${reason}, ${restarts(container)}${code}${known}`];
  }
  // the message of a back-off wraps the error that it backs off from
  const words = shortError(stringOr(message, '')).replace(/^Back-off pulling image "[^"]*": /, '');
  return [`${named(container)}: ${words === '' ? reason : `${reason}: ${words}`}`];
}

/** A container that was killed for its memory, now or before it was started again. */
function memoryOf(container: JsonObject): readonly string[] {
  const isKilled = (state: string) => objectAt(container, state, 'terminated').reason === 'OOMKilled';
  return isKilled('state') || isKilled('lastState')
    ? [`${named(container)}: OOMKilled, ${restarts(container)}`]
    : [];
}

/** Each container that ended badly, by its exit code. */
function endings(containers: readonly JsonObject[]): readonly string[] {
  return containers.flatMap((container) => {
    const now = objectAt(container, 'state', 'terminated');
    const { exitCode, reason } =
      typeof now.exitCode === 'number' ? now : objectAt(container, 'lastState', 'terminated');
    if (typeof exitCode !== 'number' || exitCode === 0) return [];
    const known = typeof reason === 'string' && reason !== 'Error' ? ` (${reason})` : '';
    return [shortError(`${named(container)} ended with exit code ${exitCode}${known}`)];
  });
}

function named({ name }: JsonObject): string {
  return `container ${stringOr(name, '?')}`;
}

function restarts(container: JsonObject): string {
  const count = intAt(container, ['restartCount'], 0);
  return count === 1 ? '1 restart' : `${count} restarts`;
}
