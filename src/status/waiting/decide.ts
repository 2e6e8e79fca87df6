import type { Health } from '../../health/types.ts';
import type { Decision, Failure, Observation, Packing, Standing } from './types.ts';

/** Milliseconds that a state must last before it is believed: some pass by themselves. */
export const PATIENCE = {
  /** Health that may be from before a sync is told anew right after it. */
  healthy: 2500,
  /** A sync that was asked for a moment ago is not begun yet. */
  idle: 5000,
  /** Containers may wait for each other, autoscalers for their first figures. */
  degraded: 15_000,
  /** A repository or a webhook may be away for a moment. */
  broken: 30_000,
  retried: 60_000,
  /** A node may be on its way. */
  unschedulable: 60_000,
} as const;

/**
 * Whether the wanted commit is live and well in an app, may still become so, or cannot. What is at its commit is judged
 * by its health; what is not, by what its deployer says of the way there.
 */
export function decide(seen: Observation, at: Standing): Decision {
  if (at.deployed === 'contains') return atCommit(seen, at);
  if (at.followsOther) return { is: 'done', how: 'elsewhere' };
  if (at.isTouched === false) return { is: 'done', how: 'unaffected' };
  return onTheWay(seen, at);
}

function atCommit({ busy, isFresh, isClose, health }: Observation, { workloads, pods }: Standing): Decision {
  if (busy) return podsOr(pods, 'it is being synced');
  if (!isFresh) return waiting('its health is looked at');
  const state = workloads === null ? health : worse(health, workloads);
  const message = state.message ?? state.state;
  switch (state.state) {
    // what is suspended on purpose, a CronJob say, never becomes healthy
    case 'healthy':
    case 'suspended':
      return isClose ? { is: 'done', how: 'live', after: PATIENCE.healthy } : { is: 'done', how: 'live' };
    case 'degraded':
      return stuck(pods?.message ?? message, null, PATIENCE.degraded);
    default:
      return podsOr(pods, message);
  }
}

function onTheWay(seen: Observation, at: Standing): Decision {
  const { idle, unfed, broken, failed, retried, busy, waitsFor } = seen;
  const { blocked, wanted, tried } = at;
  if (blocked !== null) return stuck(blocked.why, blocked.hint, 0);
  if (idle !== null && !busy) return stuck(idle.why, idle.hint, at.seen === 'contains' ? 0 : PATIENCE.idle);
  const isFetched = at.seen === 'contains' || at.fetched === 'contains';
  if (unfed !== null && !isFetched) return stuck(unfed.why, unfed.hint, PATIENCE.idle);
  if (at.seen === 'other' && at.isNews)
    return stuck(
      `what it follows is now at ${at.seenName ?? '?'}, which does not contain ${wanted}: its history was rewritten`,
      'wait for what was pushed instead: git fetch',
      PATIENCE.idle,
    );
  if (broken !== null && !at.isStale) return failing(broken, PATIENCE.broken);
  if (seen.packing !== null && at.fetched === 'contains' && at.seen !== 'contains')
    return beingPacked(seen.packing, wanted);
  if (tried === 'contains') {
    if (failed !== null && !busy) return stuck(failed, 'mend it in git and push', 0);
    if (retried !== null) return failing(retried, PATIENCE.retried, busy);
    if (busy) return podsOr(at.pods, `${wanted} is being synced`);
  }
  if (waitsFor !== null) return waiting(waitsFor);
  if (at.held !== null) return waiting(at.held);
  if (busy) return waiting('it is being synced');
  if (broken !== null) return waiting(broken.message);
  if (at.seen === 'contains') return waiting(`${wanted} is seen and not begun`);
  return waiting(`${wanted} is not seen yet${at.seenName === null ? '' : `, but ${at.seenName}`}`);
}

/** The commit is here, and not in the artifact yet. */
function beingPacked({ stopped, failure }: Packing, wanted: string): Decision {
  if (stopped !== null) return stuck(stopped.why, stopped.hint, PATIENCE.idle);
  if (failure !== null) return failing(failure, PATIENCE.retried);
  return waiting(`${wanted} is fetched, and not in its artifact yet`);
}

/** `goesOn`: it is tried again by itself, and ends by itself. */
function failing({ message, isHopeless }: Failure, patience: number, goesOn = false): Decision {
  if (goesOn && !isHopeless) return waiting(`it is tried again: ${message}`);
  return stuck(message, 'mend it in git and push', isHopeless ? 0 : patience);
}

function podsOr(pods: Failure | null, why: string): Decision {
  if (pods === null) return waiting(why);
  return stuck(pods.message, null, pods.isHopeless ? PATIENCE.degraded : PATIENCE.unschedulable);
}

function waiting(why: string): Decision {
  return { is: 'waiting', why };
}

function stuck(why: string, hint: string | null, after: number): Decision {
  return { is: 'stuck', why, hint, after };
}

const ORDER = ['degraded', 'progressing', 'missing', 'unknown', 'suspended', 'healthy'] as const;

/** What is further from healthy. */
export function worse(one: Health, other: Health): Health {
  return ORDER.indexOf(one.state) <= ORDER.indexOf(other.state) ? one : other;
}
