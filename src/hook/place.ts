import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Deps } from '../deps.ts';
import { UsageError, type Warning } from '../errors.ts';
import { quiet } from '../git/environment.ts';
import { gitFailure } from '../git/failure.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import { type Ran, run } from '../io.ts';

/** A repository as its hooks see it. */
export interface Place {
  readonly repository: Repository;
  /** Absolute: the folder that git takes hooks from, which need not exist. */
  readonly hooks: string;
  /** `core.hooksPath` as it is configured; null: it is not. */
  readonly hooksPath: string | null;
  readonly gitVersion: string;
}

/** git with the user's own settings: `Repository.git` runs nobody's hooks, and so knows of none. */
export function plainGit(deps: Deps, { top, env }: Repository, args: readonly string[]): Promise<Ran> {
  return run(deps, 'git', args, { cwd: top, env: quiet(env) });
}

/** The repository of the current directory. Throws UsageError where there is none. */
export async function findPlace(deps: Deps): Promise<Place> {
  const said: Warning[] = [];
  const repository = await openRepository(deps, deps.cwd, (warning) => said.push(warning));
  if (repository === null) {
    const [warning] = said;
    throw new UsageError('NO_REPOSITORY', warning?.message ?? 'this is no git repository', {
      facts: [`  ${deps.cwd}`],
      hint: warning?.hint ?? 'run it in the repository whose pushes are to be checked, or make one: git init',
    });
  }
  const found = await plainGit(deps, repository, ['rev-parse', '--git-path', 'hooks']);
  if (found.code !== 0) throw gitFailure('cannot find the hooks', found);
  const version = await plainGit(deps, repository, ['version']);
  return {
    repository,
    hooks: resolve(repository.top, found.stdout.replace(/\r?\n$/, '')),
    hooksPath: await setting(deps, repository, ['--get', 'core.hooksPath']),
    gitVersion: /\d+\.\d+(\.\d+)?/.exec(version.stdout)?.[0] ?? '0.0',
  };
}

/** One value of git's configuration; null: it is not set. */
export async function setting(
  deps: Deps,
  repository: Repository,
  args: readonly string[],
): Promise<string | null> {
  const read = await plainGit(deps, repository, ['config', ...args]);
  return read.code === 0 ? read.stdout.replace(/\r?\n$/, '') : null;
}

/** `hook.NAME.command` of git's configuration runs besides all other hooks from 2.54 on; older git does not read it. */
export function hasConfigHooks(gitVersion: string): boolean {
  const [major = 0, minor = 0] = gitVersion.split('.').map(Number);
  return major > 2 || (major === 2 && minor >= 54);
}

/** Inside the git folder, a file is this clone's own; in the work tree it is the team's; elsewhere, everybody's. */
export function whose(file: string, { top, gitDir, commonDir }: Repository): 'clone' | 'team' | 'shared' {
  if (isWithin(file, gitDir) || isWithin(file, commonDir)) return 'clone';
  return isWithin(file, top) ? 'team' : 'shared';
}

export function isWithin(file: string, folder: string): boolean {
  const path = relative(folder, file);
  return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

/** As a user would write it: from the top where it lies in the work tree. */
export function shownPath(file: string, { top }: Pick<Repository, 'top'>): string {
  return isWithin(file, top) ? relative(top, file) : file;
}

/** A file's bytes, one character each, so that every one of them comes back; null: there is no such file. */
export function bytesOf(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'latin1') : null;
}

export function bytesAt(place: Place, path: string): string | null {
  return bytesOf(join(place.repository.top, path));
}
