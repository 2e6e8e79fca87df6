import { type Commit, commitAt, isAncestor } from '../../git/history.ts';
import { defaultBranch } from '../../git/remote-head.ts';
import type { Repository } from '../../git/repository.ts';

/** What git tells of the commits that apps run and follow; each is asked for once. */
export interface Revisions {
  /** null: not in this repository. */
  readonly commit: (oid: string) => Promise<Commit | null>;
  /** The commit that a branch, tag or commit means, as far as it was fetched; null: the default branch. */
  readonly tip: (revision: string | null) => Promise<string | null>;
  /** How many commits of `to` touch these paths that `from` does not have. */
  readonly behind: (from: string, to: string, paths: readonly string[]) => Promise<number>;
  readonly contains: (newer: string, older: string) => Promise<boolean>;
  /** Whether any of these paths differs between two commits. */
  readonly differs: (from: string, to: string, paths: readonly string[]) => Promise<boolean>;
  /** A tag or a commit, which stays where it is. */
  readonly isFixed: (revision: string) => Promise<boolean>;
}

export function openRevisions(repository: Repository): Revisions {
  const remembered = <T>(work: (...keys: readonly string[]) => Promise<T>) => {
    const known = new Map<string, Promise<T>>();
    return (...keys: readonly string[]) => {
      const key = keys.join('\0');
      const found = known.get(key) ?? work(...keys);
      known.set(key, found);
      return found;
    };
  };
  const commit = remembered((oid = '') => commitAt(repository, oid));
  const tip = remembered((revision = '') => tipOf(repository, revision));
  const contains = remembered((newer = '', older = '') => isAncestor(repository, older, newer));
  const behind = remembered(async (from = '', to = '', ...paths) => {
    const counted = await repository.git(['rev-list', '--count', to, `^${from}`, '--', ...paths]);
    return counted.code === 0 ? Number(counted.stdout.trim()) : 0;
  });
  const differs = remembered(async (from = '', to = '', ...paths) => {
    // 1: they differ; anything else that is no 0: it cannot be told
    return (await repository.git(['diff', '--quiet', '--no-ext-diff', from, to, '--', ...paths])).code !== 0;
  });
  const isFixed = remembered(async (revision = '') => {
    const name = revision.replace(/^refs\/tags\//, '');
    if (/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(name)) return true;
    return (await repository.git(['show-ref', '--verify', '--quiet', `refs/tags/${name}`])).code === 0;
  });
  return {
    differs: (from, to, paths) => differs(from, to, ...paths),
    isFixed: (revision) => isFixed(revision),
    commit: (oid) => commit(oid),
    tip: (revision) => tip(revision ?? 'HEAD'),
    contains: (newer, older) => contains(newer, older),
    behind: (from, to, paths) => behind(from, to, ...paths),
  };
}

/** What was pushed counts, not what stands in a branch of this clone: the remote's first, then a tag, then a commit. */
async function tipOf(repository: Repository, revision: string): Promise<string | null> {
  const named = revision.replace(/^refs\/(?:heads|tags)\//, '');
  const remote = await remoteOf(repository);
  const branch = named === 'HEAD' ? await branchOf(repository, remote) : named;
  const names = [`refs/remotes/${remote}/${branch}`, `refs/tags/${named}`];
  const all = named === 'HEAD' || named.startsWith('-') ? names : [...names, named];
  for (const name of all) {
    const found = await repository.git(['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
    if (found.code === 0) return found.stdout.trim();
  }
  return null;
}

async function remoteOf({ upstream, git }: Repository): Promise<string> {
  const followed = /^refs\/remotes\/([^/]+)\//.exec(upstream ?? '')?.[1];
  if (followed !== undefined) return followed;
  const listed = (await git(['remote'])).stdout.split('\n').filter((name) => name !== '');
  return listed.includes('origin') ? 'origin' : (listed[0] ?? 'origin');
}

async function branchOf(repository: Repository, remote: string): Promise<string> {
  const own = /^refs\/remotes\/[^/]+\/(.+)$/.exec(repository.upstream ?? '')?.[1];
  return (await defaultBranch(repository, remote)) ?? own ?? repository.branch ?? 'main';
}
