import { SEVERITIES } from './rules.ts';
import type { Problem, PushRoot } from './types.ts';

/**
 * What several refs bring alike, a problem for each: told once, as severe as where it is worst. The same object may
 * stand on another line in each of them.
 */
export function problemsOnce(parts: readonly (readonly Problem[])[]): readonly Problem[] {
  return once(
    parts,
    ({ severity: _, source, object, ...rest }) =>
      JSON.stringify([rest, object, object === null ? source : null]),
    ({ severity }) => SEVERITIES.indexOf(severity),
  );
}

/** A root that several refs change alike counts once. */
export function rootsOnce(parts: readonly (readonly PushRoot[])[]): readonly PushRoot[] {
  return once(
    parts,
    (root) => JSON.stringify({ ...root, status: root.status === 'invalid' ? 'valid' : root.status }),
    ({ status }) => (status === 'invalid' ? 0 : 1),
  );
}

/** Of what the parts have in common only the worst part's stays, of equal ones the first's. */
function once<T>(
  parts: readonly (readonly T[])[],
  key: (one: T) => string,
  rank: (one: T) => number,
): readonly T[] {
  const worst = new Map<string, { readonly part: number; readonly rank: number }>();
  for (const [part, all] of parts.entries()) {
    for (const one of all) {
      const known = worst.get(key(one));
      if (known === undefined || rank(one) < known.rank) worst.set(key(one), { part, rank: rank(one) });
    }
  }
  return parts.flatMap((all, part) => all.filter((one) => worst.get(key(one))?.part === part));
}
