import { UsageError } from '../errors.ts';
import type { Repository } from './repository.ts';

export interface Commit {
  readonly oid: string;
  readonly tree: string;
  /** RFC 3339, when it was committed. */
  readonly time: string;
  readonly author: string;
  readonly subject: string;
}

export interface History {
  /** Newest first. */
  readonly commits: readonly Commit[];
  /** A shallow clone ends before the limit. */
  readonly truncated: boolean;
}

/** The commits that upstream or HEAD reach and that touch these paths (`.`: all). */
export async function history(
  repository: Repository,
  paths: readonly string[],
  limit = 50,
): Promise<History> {
  const tips = [repository.head === null ? [] : ['HEAD'], repository.upstream ?? []].flat();
  if (tips.length === 0) return { commits: [], truncated: false };
  const format = '--format=%H%x00%T%x00%cI%x00%an%x00%s';
  const log = await repository.git(['log', `--max-count=${limit}`, format, ...tips, '--', ...paths]);
  const commits = log.stdout.split('\n').flatMap((line): readonly Commit[] => {
    const [oid, tree, time, author, subject] = line.split('\0');
    return oid && tree && time ? [{ oid, tree, time, author: author ?? '', subject: subject ?? '' }] : [];
  });
  return { commits, truncated: repository.shallow && commits.length < limit };
}

/** The commit a revision names. Throws UsageError UNKNOWN_REVISION. */
export async function resolveRevision(repository: Repository, revision: string): Promise<string> {
  const found = await repository.git([
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision}^{commit}`,
  ]);
  const oid = found.stdout.trim();
  if (found.code === 0 && oid !== '') return oid;
  throw new UsageError('UNKNOWN_REVISION', `no commit "${revision}" in this repository`, {
    hint: repository.shallow
      ? 'this clone is shallow: git fetch --unshallow'
      : 'git fetch, or choose one of: git log --oneline',
  });
}

export async function hasObject(repository: Repository, oid: string): Promise<boolean> {
  return (await repository.git(['cat-file', '-e', `${oid}^{commit}`])).code === 0;
}

export async function isAncestor(
  repository: Repository,
  ancestor: string,
  descendant: string,
): Promise<boolean> {
  return (await repository.git(['merge-base', '--is-ancestor', ancestor, descendant])).code === 0;
}

/** How many commits `to` has that `from` has not. */
export async function countCommits(repository: Repository, from: string, to: string): Promise<number> {
  const counted = await repository.git(['rev-list', '--count', `${from}..${to}`]);
  return Number(counted.stdout.trim()) || 0;
}
