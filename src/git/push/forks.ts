import { gitFailure } from '../failure.ts';
import type { LocatedRepository } from '../repository.ts';

/**
 * Where each head left what the remote has: the merge-base with the remote's HEAD, or the newest commit of any of its
 * branches. A head that the remote has already is its own answer; null: nothing in common. Two processes at most,
 * however many heads: `merge-base` takes one pair at a time.
 */
export async function forkPoints(
  repository: LocatedRepository,
  heads: readonly string[],
  tips: readonly string[],
  remoteHead: string | null,
): Promise<ReadonlyMap<string, string | null>> {
  if (tips.length === 0) return new Map(heads.map((head) => [head, null]));
  const anywhere = await boundaries(repository, heads, tips);
  const fresh = heads.filter((head) => anywhere.get(head) !== head);
  const onHead =
    remoteHead === null || fresh.length === 0 || tips.every((tip) => tip === remoteHead)
      ? anywhere
      : await boundaries(repository, fresh, [remoteHead]);
  return new Map(heads.map((head) => [head, onHead.get(head) ?? anywhere.get(head) ?? null]));
}

/** For each head the newest commit below it that one of the tips contains; those without one are left out. */
async function boundaries(
  repository: LocatedRepository,
  heads: readonly string[],
  tips: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const input = [...heads, ...tips.map((tip) => `^${tip}`)].map((line) => `${line}\n`).join('');
  const options = ['--date-order', '--parents', '--boundary', '--ignore-missing', '--stdin'];
  const listed = await repository.git(['rev-list', ...options], { input });
  if (listed.code !== 0) throw gitFailure('cannot read what is new in the push', listed);
  const lines = listed.stdout.split('\n').filter((line) => line !== '');
  const fresh = lines.filter((line) => !line.startsWith('-')).map((line) => line.split(' '));
  // they come last, newest first: the newest below a head has none of the others above it
  const ends = lines.filter((line) => line.startsWith('-')).map((line) => line.slice(1).split(' ')[0] ?? '');
  const rank = new Map(ends.map((oid, index) => [oid, index]));
  for (const [oid = '', ...parents] of fresh.toReversed())
    rank.set(oid, Math.min(...parents.map((parent) => rank.get(parent) ?? Number.POSITIVE_INFINITY)));
  const isNew = new Set(fresh.map(([oid]) => oid));
  return new Map(
    heads.flatMap((head) => {
      const end = isNew.has(head) ? ends[rank.get(head) ?? -1] : head;
      return end === undefined ? [] : [[head, end] as const];
    }),
  );
}
