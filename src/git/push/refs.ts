import { UsageError, type Warning } from '../../errors.ts';
import type { LocatedRepository } from '../repository.ts';
import { forkPoints } from './forks.ts';
import type { RefLine } from './lines.ts';
import { peel } from './objects.ts';
import { lastFetched } from './remote.ts';

/** A branch or tag that a push changes, with the commits to compare. */
export interface PushedRef {
  readonly remoteRef: string;
  /** The commit it brings, tags peeled; null: the ref is deleted. */
  readonly head: string | null;
  /** What to compare with; null: everything is new. */
  readonly base: string | null;
  /**
   * `remote`: what the remote has; `tracking`: what it had when it was last fetched, as what it has now is not here;
   * `fork`: where the ref left what the remote had then, itself if all of it is there; `none`: nothing is known.
   */
  readonly baseFrom: 'remote' | 'tracking' | 'fork' | 'none';
  /** What the remote has now, as git names it: it may not be here; null: nothing. */
  readonly remoteOid: string | null;
}

export interface PushedRefs {
  readonly refs: readonly PushedRef[];
  readonly notes: readonly Warning[];
}

/** Branches and tags are what clusters are deployed from; a mirror pushes notes and other people's branches as well. */
const DEPLOYABLE = /^refs\/(?:heads|tags)\//;

/**
 * The branches and tags that a push changes. One process where the remote's commits are here, a handful whatever the
 * number of refs where they are not; nothing is ever fetched. A tag of something else than a commit is none of ours.
 */
export async function pushedRefs(
  repository: LocatedRepository,
  lines: readonly RefLine[],
  remote: string,
  url: string,
): Promise<PushedRefs> {
  const kept = lines.filter(({ remoteRef }) => DEPLOYABLE.test(remoteRef));
  const oids = kept.flatMap(({ localOid, remoteOid }) => [localOid, remoteOid]);
  const commits = await peel(
    repository,
    oids.filter((oid) => oid !== null),
  );
  const refs = kept.flatMap((line) => refOf(line, commits, repository));
  if (refs.every(({ baseFrom }) => baseFrom === 'remote')) return { refs, notes: [] };
  return withoutRemote(repository, refs, commits, remote, url);
}

function refOf(
  { remoteRef, localOid, remoteOid }: RefLine,
  commits: ReadonlyMap<string, string | null>,
  repository: LocatedRepository,
): readonly PushedRef[] {
  const head = localOid === null ? null : commits.get(localOid);
  if (localOid !== null && head === null) return [];
  if (head === undefined)
    throw new UsageError('UNREADABLE_COMMIT', `${remoteRef}: ${localOid} is not in this repository`, {
      hint: `git -C ${repository.top} cat-file -t ${localOid}`,
    });
  const base = remoteOid === null ? null : (commits.get(remoteOid) ?? null);
  return [{ remoteRef, head, base, baseFrom: base === null ? 'none' : 'remote', remoteOid }];
}

/** Finds something to compare with for what the remote's own word does not help with. */
async function withoutRemote(
  repository: LocatedRepository,
  refs: readonly PushedRef[],
  commits: ReadonlyMap<string, string | null>,
  remote: string,
  url: string,
): Promise<PushedRefs> {
  const fetched = await lastFetched(repository, remote, url);
  const isUnknown = ({ remoteOid }: PushedRef) => remoteOid !== null && !commits.has(remoteOid);
  const tracked = refs.map((ref): PushedRef => {
    const base = isUnknown(ref)
      ? fetched.branches.get(ref.remoteRef.replace(/^refs\/heads\//, ''))
      : undefined;
    return base === undefined ? ref : { ...ref, base, baseFrom: 'tracking' };
  });
  const open = tracked.flatMap(({ head, baseFrom }) => (baseFrom === 'none' && head !== null ? [head] : []));
  // what the remote itself named is there as surely as what was fetched
  const named = refs.flatMap(({ base }) => (base === null ? [] : [base]));
  const tips = [...new Set([...fetched.branches.values(), ...named])];
  const forks = await forkPoints(repository, [...new Set(open)], tips, fetched.branches.get('HEAD') ?? null);
  const found = tracked.map((ref): PushedRef => {
    const base = ref.baseFrom === 'none' && ref.head !== null ? (forks.get(ref.head) ?? null) : null;
    return base === null ? ref : { ...ref, base, baseFrom: 'fork' };
  });
  return { refs: found, notes: found.filter(isUnknown).map((ref) => staleNote(ref, fetched.remote)) };
}

function staleNote(ref: PushedRef, remote: string): Warning {
  const name = ref.remoteRef.replace(DEPLOYABLE, '');
  return {
    code: 'STALE_BASE',
    message: `${remote} has commits on ${name} that are not here: ${consequence(ref)}`,
    hint: `git fetch ${remote} ${name}`,
  };
}

function consequence({ head, baseFrom }: PushedRef): string {
  if (head === null) return 'what goes with it may be more than is known';
  if (baseFrom === 'tracking') return 'compared with what was last fetched';
  return baseFrom === 'fork'
    ? 'compared with where it left what was last fetched'
    : 'everything counts as new';
}
