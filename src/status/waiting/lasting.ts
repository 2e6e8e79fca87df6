import type { Decision } from './types.ts';

/** What must last the same, for a decision to be believed; `''`: it is waited for anyway. */
export function lastingKey(decision: Decision): string {
  if (decision.is === 'stuck') return decision.why;
  return decision.is === 'done' ? decision.how : '';
}

/** A decision that has been made for `lasted` milliseconds, or the wait for it to last. */
export function believed(decision: Decision, lasted: number): Decision {
  if (decision.is === 'waiting' || lasted >= (decision.after ?? 0)) return decision;
  return { is: 'waiting', why: decision.is === 'stuck' ? decision.why : 'its health is looked at' };
}
