import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import { gitFailure } from './failure.ts';
import type { LocatedRepository, Repository } from './repository.ts';

export interface Commit {
  readonly oid: string;
  readonly tree: string;
  readonly parents: readonly string[];
  /** RFC 3339, when it was committed. */
  readonly time: string;
  readonly author: string;
  readonly subject: string;
  /** A shallow clone ends here: what it seems to have changed may be older. */
  readonly boundary: boolean;
}

export interface History {
  /** Newest first. */
  readonly commits: readonly Commit[];
  /** A shallow clone ends before the limit. */
  readonly truncated: boolean;
}

const FORMAT = '--format=%H%n%T%n%P%n%cI%n%aN%n%s';

/** The commits that upstream or HEAD reach and that touch these paths (`.`: all). */
export async function history(
  repository: Repository,
  paths: readonly string[],
  limit = 50,
): Promise<History> {
  const { head, upstream } = repository;
  const tips = [head, upstream].filter((tip) => tip !== null);
  if (tips.length === 0) return { commits: [], truncated: false };
  const options = [
    '--no-show-signature',
    '--no-follow',
    '--encoding=UTF-8',
    // children before parents, whatever their clocks say
    '--date-order',
    '-z',
    `--max-count=${limit}`,
    FORMAT,
  ];
  const log = await repository.git(['log', ...options, ...tips, '--', ...paths]);
  if (log.code !== 0) throw gitFailure('cannot read the history', log);
  const ends = shallowEnds(repository);
  const commits = log.stdout
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => commitOf(entry, ends));
  return { commits, truncated: commits.length < limit && commits.some(({ boundary }) => boundary) };
}

/** One commit by its full id; null: it is not in this repository. */
export async function commitAt(repository: LocatedRepository, oid: string): Promise<Commit | null> {
  if (!(await hasObject(repository, oid))) return null;
  const log = await repository.git([
    'log',
    '--no-show-signature',
    '--encoding=UTF-8',
    '-z',
    '--max-count=1',
    FORMAT,
    oid,
    '--',
  ]);
  const [entry] = log.stdout.split('\0');
  return log.code !== 0 || entry === undefined || entry === ''
    ? null
    : commitOf(entry, shallowEnds(repository));
}

function commitOf(entry: string, ends: ReadonlySet<string>): Commit {
  const [oid = '', tree = '', parents = '', time = '', author = '', subject = ''] = entry.split('\n');
  return {
    oid,
    tree,
    parents: parents.split(' ').filter((parent) => parent !== ''),
    time: time.replace(/\+00:00$/, 'Z'),
    author,
    subject,
    boundary: ends.has(oid),
  };
}

/** Commits of a shallow clone whose parents are not here; to git they look like first commits. */
export function shallowEnds({ commonDir, shallow }: LocatedRepository): ReadonlySet<string> {
  const file = join(commonDir, 'shallow');
  return new Set(shallow && existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []);
}

/** The commit a revision names. Throws UsageError UNKNOWN_REVISION. */
export async function resolveRevision(repository: LocatedRepository, revision: string): Promise<string> {
  // without the check for a leading dash an option could be smuggled in: older git ignores --end-of-options here
  const found = revision.startsWith('-')
    ? null
    : await repository.git(['rev-parse', '--verify', `${revision}^{commit}`], {
        env: { GIT_NO_LAZY_FETCH: '1' },
      });
  const oid = found?.stdout.trim() ?? '';
  if (found?.code === 0 && isOid(oid)) return oid;
  if (/is ambiguous/.test(found?.stderr ?? ''))
    throw new UsageError('UNKNOWN_REVISION', `"${revision}" is the beginning of several commits`, {
      hint: 'write more of it: git log --oneline',
    });
  throw new UsageError('UNKNOWN_REVISION', `no commit "${revision}" in this repository`, {
    hint: repository.shallow
      ? 'this clone is shallow: git fetch --unshallow'
      : 'git fetch, or choose one of: git log --oneline',
  });
}

/** Whether a commit is here. A partial clone is not made to fetch it, as `cat-file` would. */
export async function hasObject(repository: LocatedRepository, oid: string): Promise<boolean> {
  if (!isOid(oid)) return false;
  const found = await repository.git(['rev-list', '--no-walk', '--missing=allow-any', oid, '--']);
  return found.code === 0 && found.stdout.trim() === oid;
}

export async function isAncestor(
  repository: LocatedRepository,
  ancestor: string,
  descendant: string,
): Promise<boolean> {
  return (await repository.git(['merge-base', '--is-ancestor', ancestor, descendant])).code === 0;
}

/** Whether what is checked out contains a commit; false for one that is not here. */
export async function containsCommit(repository: Repository, oid: string): Promise<boolean> {
  if (repository.head === null || !(await hasObject(repository, oid))) return false;
  return isAncestor(repository, oid, repository.head);
}

/** How many commits `to` has that `from` has not. */
export async function countCommits(repository: LocatedRepository, from: string, to: string): Promise<number> {
  const counted = await repository.git(['rev-list', '--count', to, `^${from}`, '--']);
  if (counted.code !== 0) throw gitFailure(`cannot count commits from ${from} to ${to}`, counted);
  return Number(counted.stdout.trim());
}

function isOid(text: string): boolean {
  return /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(text);
}
