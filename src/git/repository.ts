import { resolve } from 'node:path';
import type { Deps } from '../deps.ts';
import { UsageError } from '../errors.ts';
import { type Ran, run } from '../io.ts';

/** A git repository as a command finds it. Nothing here ever writes to its index, work tree or refs. */
export interface Repository {
  /** Absolute. */
  readonly top: string;
  readonly gitDir: string;
  /** The current directory relative to `top`, `''` at the top. */
  readonly prefix: string;
  /** null: no commit yet. */
  readonly head: string | null;
  /** null: detached. */
  readonly branch: string | null;
  /** `refs/remotes/origin/main`; null: the branch follows nothing. */
  readonly upstream: string | null;
  readonly ahead: number;
  readonly behind: number;
  readonly shallow: boolean;
  readonly git: (args: readonly string[], options?: GitOptions) => Promise<Ran>;
}

export interface GitOptions {
  readonly input?: string;
  readonly timeout?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** `git rev-parse --local-env-vars`: set in hooks, and stronger than any directory a child is started in. */
const LOCAL_ENV = [
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_CONFIG',
  'GIT_CONFIG_PARAMETERS',
  'GIT_OBJECT_DIRECTORY',
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_GRAFT_FILE',
  'GIT_INDEX_FILE',
  'GIT_NO_REPLACE_OBJECTS',
  'GIT_REPLACE_REF_BASE',
  'GIT_PREFIX',
  'GIT_SHALLOW_FILE',
  'GIT_COMMON_DIR',
  'GIT_INTERNAL_SUPER_PREFIX',
];

/** Outside a repository, and without git: null. Throws UsageError where git refuses somebody else's repository. */
export async function openRepository(deps: Deps, dir = deps.cwd): Promise<Repository | null> {
  const quiet = { ...deps.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' };
  const args = [
    'rev-parse',
    '--show-toplevel',
    '--absolute-git-dir',
    '--is-shallow-repository',
    '--show-prefix',
  ];
  const found = await run({ ...deps, env: quiet }, 'git', args, { cwd: dir });
  if (found.code !== 0) {
    if (/dubious ownership/.test(found.stderr)) throw foreign(found.stderr);
    return null;
  }
  const [top = '', gitDir = '', shallow, prefix = ''] = found.stdout.split('\n');
  const env = Object.fromEntries(Object.entries(quiet).filter(([name]) => !LOCAL_ENV.includes(name)));
  const git = (rest: readonly string[], { env: more, ...options }: GitOptions = {}) =>
    run(
      deps,
      'git',
      [
        '--no-pager',
        '-c',
        'core.quotepath=false',
        '-c',
        'core.fsmonitor=false',
        '--git-dir',
        gitDir,
        '--work-tree',
        top,
        ...rest,
      ],
      {
        ...options,
        cwd: top,
        env: { ...env, ...more },
      },
    );
  const status = await git([
    'status',
    '--porcelain=v2',
    '--branch',
    '-z',
    '--untracked-files=no',
    '--ignore-submodules=all',
  ]);
  return {
    top: resolve(top),
    gitDir,
    prefix: prefix.replace(/\/$/, ''),
    shallow: shallow === 'true',
    git,
    ...branchOf(status.stdout),
  };
}

function branchOf(status: string): Pick<Repository, 'head' | 'branch' | 'upstream' | 'ahead' | 'behind'> {
  const header = (name: string) => new RegExp(`(?:^|\\0)# branch\\.${name} ([^\\0]*)`).exec(status)?.[1];
  const oid = header('oid');
  const branch = header('head');
  const upstream = header('upstream');
  const [, ahead = '0', behind = '0'] = /\+(\d+) -(\d+)/.exec(header('ab') ?? '') ?? [];
  return {
    head: oid === undefined || oid === '(initial)' ? null : oid,
    branch: branch === undefined || branch === '(detached)' ? null : branch,
    upstream: upstream === undefined || header('ab') === undefined ? null : `refs/remotes/${upstream}`,
    ahead: Number(ahead),
    behind: Number(behind),
  };
}

function foreign(said: string): UsageError {
  const command = /git config --global --add safe\.directory \S+/.exec(said)?.[0];
  return new UsageError(
    'FOREIGN_REPOSITORY',
    'git does not trust this repository: it belongs to another user',
    {
      hint: command ?? 'add it to safe.directory in your git configuration',
    },
  );
}

/** What is not committed below these paths: modified, staged or untracked, ignored files left out. */
export async function dirtyPaths(
  repository: Repository,
  paths: readonly string[],
): Promise<readonly string[]> {
  const status = await repository.git([
    'status',
    '--porcelain',
    '-z',
    '--untracked-files=all',
    '--ignore-submodules=none',
    '--',
    ...paths,
  ]);
  return status.stdout.split('\0').flatMap((entry) => (entry.length > 3 ? [entry.slice(3)] : []));
}
