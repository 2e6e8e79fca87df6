import type { Change } from '../types.ts';
import type { ObjectPolicy } from './policy.ts';

/** Rules of Argo CD's own, by the names they are given. */
const OWN_RULE = /^(?:Application|argocd-cm) /;

/**
 * Fields that go along when an object is applied because another of its fields is set back: what Argo CD leaves out of its
 * comparison only, and where it replaces objects whatever git does not declare.
 */
export function takenAlong(changes: readonly Change[], policy: ObjectPolicy | null): readonly Change[] {
  if (policy === null || !changes.some(({ fate }) => fate === 'reverted')) return changes;
  return changes.map((change) =>
    goesAlong(change, policy)
      ? {
          ...change,
          fate: 'reverted',
          because: `${policy.by} applies the whole object for another field of it`,
        }
      : change,
  );
}

function goesAlong({ ignoredBy, class: kind, fate, moved }: Change, policy: ObjectPolicy): boolean {
  if (moved === 'git') return false;
  if (kind === 'extra') return policy.extras === 'replaced' && fate === 'pending';
  return ignoredBy !== null && policy.appliesIgnored && OWN_RULE.test(ignoredBy);
}
