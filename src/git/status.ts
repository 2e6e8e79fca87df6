import { gitFailure } from './failure.ts';
import type { LocatedRepository, Repository } from './repository.ts';

/** What is not committed below these paths: modified, staged or untracked; ignored files are left out. */
export async function dirtyPaths(
  repository: LocatedRepository,
  paths: readonly string[],
): Promise<readonly string[]> {
  if (paths.length === 0) return [];
  const status = await repository.git([
    ...['status', '--porcelain', '-z', '--no-renames', '--untracked-files=all', '--ignore-submodules=none'],
    '--',
    ...paths,
  ]);
  if (status.code !== 0) throw gitFailure('cannot read what is not committed', status);
  return status.stdout.split('\0').flatMap((entry) => (entry.length > 3 ? [entry.slice(3)] : []));
}

/** Whether tracked files differ anywhere, or untracked ones stand below these paths. */
export async function isDirty(repository: Repository, paths: readonly string[]): Promise<boolean> {
  return repository.dirty || (await dirtyPaths(repository, paths)).length > 0;
}

/** Whether a file of the work tree stands in no commit of HEAD; what git cannot say of it is `false`. */
export async function isNew(repository: LocatedRepository, file: string): Promise<boolean> {
  const status = await repository.git([
    ...['status', '--porcelain', '-z', '--no-renames', '--untracked-files=all', '--ignored'],
    '--',
    file,
  ]);
  return status.code === 0 && /^(?:\?\?|!!|A)/.test(status.stdout);
}
