import { isDeepStrictEqual } from 'node:util';
import type { Push } from '../../../git/commits/view.ts';
import { globsOf } from '../../../render/plain/plain-files.ts';
import { mayTouchFound, openTouched } from '../../../render/touched.ts';
import type { Root } from '../../../render/types.ts';

/** A root that a push changes, or may change. */
export interface Affected {
  readonly status: 'changed' | 'added' | 'removed';
  /** As head has it; base's where head has none. */
  readonly root: Root;
  /** As base has it; null: base has none. */
  readonly before: Root | null;
}

/**
 * The roots that a push affects: those that read a path that it changes, then or now, and those that are configured
 * otherwise. Nothing is laid out or rendered for it. Roots are given as base and head configure them, once where both do
 * it alike.
 */
export async function affectedRoots(
  before: readonly Root[],
  after: readonly Root[],
  push: Push,
): Promise<readonly Affected[]> {
  return affectedPairs(before === after ? after.map(unchanged) : pair(before, after), push);
}

/** The same of roots of which is known what each was. */
export async function affectedPairs<T extends Affected>(
  pairs: readonly T[],
  push: Push,
): Promise<readonly T[]> {
  const isWanted = await globsOf(pairs.flatMap(({ root, before }) => [root, before ?? []].flat()));
  return push.settle(() => {
    const then = openTouched(push.changed, push.base, isWanted);
    const now = openTouched(push.changed, push.head, isWanted);
    return pairs.filter(({ status, root, before: old }) => {
      if (status !== 'changed' || (root !== old && !isDeepStrictEqual(root, old))) return true;
      return now(root) || then(root);
    });
  });
}

/** Whether a push can affect a root that nobody has configured. False costs much less than to look for them. */
export function mayAffectFound({ base, head, changed, settle }: Push): Promise<boolean> {
  return settle(() => mayTouchFound(changed, head) || mayTouchFound(changed, base));
}

function unchanged(root: Root): Affected {
  return { status: 'changed', root, before: root };
}

/** Each root with what it was: the same, else another one of the same directory that has none of its own. */
function pair(before: readonly Root[], after: readonly Root[]): readonly Affected[] {
  const same = queues(before, textOf);
  const kept = new Map(after.map((root) => [root, same(textOf(root))]));
  const taken = new Set(kept.values());
  const others = queues(
    before.filter((root) => !taken.has(root)),
    ({ path }) => path,
  );
  const found = after.map((root): Affected => {
    const old = kept.get(root) ?? others(root.path) ?? null;
    taken.add(old ?? undefined);
    return { status: old === null ? 'added' : 'changed', root, before: old };
  });
  const gone = before.filter((root) => !taken.has(root));
  return [...found, ...gone.map((root): Affected => ({ status: 'removed', root, before: root }))];
}

/** Gives out roots by a key, each once. */
function queues(roots: readonly Root[], key: (root: Root) => string): (wanted: string) => Root | undefined {
  const left = Map.groupBy(roots, key);
  return (wanted) => left.get(wanted)?.shift();
}

function textOf(root: Root): string {
  return JSON.stringify(root);
}
