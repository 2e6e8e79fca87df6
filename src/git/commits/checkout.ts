import { posix } from 'node:path';
import { UsageError } from '../../errors.ts';
import type { Ran } from '../../io.ts';
import type { LocatedRepository } from '../repository.ts';

/**
 * As a user's own checkout would be, but from an index of its own: no hooks, no sparse or split index, nothing
 * fetched by LFS, no look into submodules.
 */
const SETTINGS = [
  'core.bare=false',
  'core.sparseCheckout=false',
  'core.splitIndex=false',
  'core.untrackedCache=false',
  'index.sparse=false',
  'submodule.recurse=false',
  'advice.detachedHead=false',
  'filter.lfs.smudge=',
  'filter.lfs.process=',
  'filter.lfs.required=false',
].flatMap((setting) => ['-c', setting]);

/** Where a commit's files come from: the repository, or a submodule's own objects. */
export interface ObjectStore {
  readonly git: LocatedRepository['git'];
  /** Set for a submodule. */
  readonly gitDir?: string;
}

/** Lays a commit out in an empty directory; `paths`: only what is at or below them. */
export async function checkOut(
  store: ObjectStore,
  oid: string,
  into: string,
  index: string,
  paths: readonly string[],
): Promise<Ran> {
  const env = { GIT_INDEX_FILE: index, GIT_LFS_SKIP_SMUDGE: '1' };
  const location = [...(store.gitDir === undefined ? [] : ['--git-dir', store.gitDir]), '--work-tree', into];
  const git = (args: readonly string[], input?: string) =>
    store.git([...location, ...SETTINGS, ...args], { env, ...(input === undefined ? {} : { input }) });
  if (paths.length === 0 || paths.includes('.')) return git(['read-tree', '--reset', '-u', oid]);
  // attributes stand above the files that they are about
  const listed = await git([
    'ls-tree',
    '-r',
    '-z',
    '--full-tree',
    oid,
    '--',
    ...paths,
    ...attributeFiles(paths),
  ]);
  if (listed.code !== 0) return listed;
  const indexed = await git(['update-index', '-z', '--index-info'], listed.stdout);
  return indexed.code === 0 ? git(['checkout-index', '--all', '--quiet']) : indexed;
}

function attributeFiles(paths: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const path of paths) {
    for (let dir = posix.dirname(path); ; dir = posix.dirname(dir)) {
      found.add(posix.join(dir, '.gitattributes'));
      if (dir === '.' || dir === '/') break;
    }
  }
  return [...found];
}

export function unreadable(repository: LocatedRepository, oid: string, ran: Ran): UsageError {
  return new UsageError('UNREADABLE_COMMIT', `cannot read commit ${oid.slice(0, 12)}`, {
    facts: ran.stderr
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(0, 3),
    hint: repository.shallow ? 'this clone is shallow: git fetch --unshallow' : 'git fetch',
  });
}
