import type { Decision, Reason, Subject, Verdict } from './types.ts';

const RANK: Readonly<Record<Verdict, number>> = { allow: 0, confirm: 1, deny: 2 };

/**
 * Whether a command may go on, by what it would do to each object. What git does not own passes without a word;
 * one refusal refuses the command, for kubectl would do the others before it failed.
 */
export function decide(subjects: readonly Subject[]): Decision {
  const reasons = subjects.flatMap((subject) => reasonFor(subject) ?? []);
  const verdict = reasons.reduce<Verdict>(
    (worst, reason) => (RANK[reason.verdict] > RANK[worst] ? reason.verdict : worst),
    'allow',
  );
  const refused = reasons.filter((reason) => reason.verdict !== 'allow');
  return {
    verdict,
    breakGlass: refused.every(({ subject }) => subject.policy.breakGlass === 'allow'),
    reasons,
  };
}

function reasonFor(subject: Subject): Reason | null {
  const { act, policy } = subject;
  if (policy.protect === 'none') return null;
  if (!isOwned(subject)) {
    return subject.takesAlong.length === 0
      ? null
      : { code: 'HOLDS_OWNED_OBJECTS', verdict: 'confirm', subject };
  }
  if (subject.asInGit) return { code: 'AS_IN_GIT', verdict: 'allow', subject };
  if (act === 'delete' && subject.child) return { code: 'COMES_BACK', verdict: 'allow', subject };
  if (act === 'restart') return { code: 'RESTART', verdict: policy.restart, subject };
  return { code: 'OWNED_BY_GIT', verdict: 'deny', subject };
}

/** By a valid mark on it or on the owner that made it, or because a repository renders it for this cluster. */
export function isOwned({ holder, declaration }: Subject): boolean {
  return holder !== null || declaration !== null;
}
