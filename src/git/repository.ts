import type { Deps } from '../deps.ts';
import type { Warning } from '../errors.ts';
import type { Ran, RanBytes } from '../io.ts';
import { quiet, withoutRepository } from './environment.ts';
import { type Branch, FACTS, type Facts, readFacts, readStatus } from './facts.ts';
import { gitFailure, isNoRepository } from './failure.ts';
import { runGit, runGitBytes } from './process.ts';
import { type TemporaryFolder, temporaryFolders } from './temporary.ts';

/**
 * Where a git repository is, and how it is asked: all that a hook needs. Nothing here ever writes to its index, work
 * tree or refs.
 */
export interface LocatedRepository extends Omit<Facts, 'top' | 'localNames'> {
  /** Absolute. */
  readonly top: string;
  /** One of several work trees of the same repository. */
  readonly isWorktree: boolean;
  /** For programs that may run git themselves: they find a repository by directory, as a shell would. */
  readonly env: Deps['env'];
  readonly git: (args: readonly string[], options?: GitOptions) => Promise<Ran>;
  /** `git`, where it prints what is no text. */
  readonly gitBytes: (args: readonly string[], options?: GitOptions) => Promise<RanBytes>;
  /** A new private folder, gone at the latest when the process ends. */
  readonly temporaryFolder: () => TemporaryFolder;
}

/** A git repository as a command finds it, with what is checked out. */
export interface Repository extends LocatedRepository, Branch {}

export interface GitOptions {
  readonly input?: string;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly env?: Readonly<Record<string, string>>;
}

type Warn = (warning: Warning) => void;

/** Paths are paths, never patterns; nobody's hooks run, and no daemon is started, because we look at something. */
const ALWAYS = [
  '--no-pager',
  '--literal-pathspecs',
  ...['core.quotepath=false', 'core.hooksPath=/dev/null', 'core.fsmonitor=false'].flatMap((one) => [
    '-c',
    one,
  ]),
];
const STATUS = [
  'status',
  '--porcelain=v2',
  '--branch',
  '-z',
  '--untracked-files=no',
  '--ignore-submodules=dirty',
];

/**
 * The repository of a directory; null: there is none, or no git. Found as git finds it, GIT_DIR and all; from then on
 * the environment no longer decides. Throws UsageError where git refuses somebody else's repository.
 */
export async function locateRepository(
  deps: Deps,
  dir = deps.cwd,
  warn: Warn = () => {},
): Promise<LocatedRepository | null> {
  const facts = await findFacts(deps, dir, warn);
  if (facts === null) return null;
  const { top, localNames, ...known } = facts;
  if (top === null) {
    warn({
      code: 'NO_WORK_TREE',
      message: `${facts.gitDir} has no work tree here`,
      hint: 'run it in a work tree',
    });
    return null;
  }
  const env = withoutRepository(deps.env, localNames);
  const location = ['--git-dir', facts.gitDir, '--work-tree', top];
  const whole = (args: readonly string[]) => [...ALWAYS, ...location, ...args];
  const settled = ({ env: more, ...options }: GitOptions = {}) => ({
    ...options,
    cwd: top,
    env: { ...quiet(env), ...more },
  });
  const git: LocatedRepository['git'] = (args, options) => runGit(deps, whole(args), settled(options));
  return {
    ...known,
    top,
    isWorktree: facts.gitDir !== facts.commonDir,
    env,
    git,
    gitBytes: (args, options) => runGitBytes(deps, whole(args), settled(options)),
    temporaryFolder: temporaryFolders(deps.env),
  };
}

/** A located repository and its status, which takes its time in a big work tree. */
export async function openRepository(
  deps: Deps,
  dir = deps.cwd,
  warn: Warn = () => {},
): Promise<Repository | null> {
  const located = await locateRepository(deps, dir, warn);
  if (located === null) return null;
  const status = await located.git(STATUS);
  if (status.code !== 0) throw gitFailure(`cannot read ${located.top}`, status);
  return { ...located, ...readStatus(status.stdout) };
}

async function findFacts(deps: Deps, dir: string, warn: Warn): Promise<Facts | null> {
  const found = await lookup(deps, dir, deps.env);
  if (found.missing) {
    warn({
      code: 'NO_GIT',
      message: 'git is not installed: nothing is known of the repository',
      hint: 'install git',
    });
    return null;
  }
  const facts = readFacts(found.stdout, dir);
  if (facts === null && isNoRepository(found)) return null;
  if (facts === null) throw gitFailure(`cannot open the repository of ${dir}`, found);
  return (await withoutHook(deps, dir, facts)) ?? facts;
}

/**
 * With GIT_DIR alone git takes the current directory for the top, which is wrong wherever a hook's script has gone.
 * The directory itself knows better, if it belongs to the same repository.
 */
async function withoutHook(deps: Deps, dir: string, facts: Facts): Promise<Facts | null> {
  if (deps.env.GIT_DIR === undefined || deps.env.GIT_WORK_TREE !== undefined) return null;
  const found = await lookup(deps, dir, withoutRepository(deps.env, facts.localNames));
  const own = readFacts(found.stdout, dir);
  return own?.gitDir === facts.gitDir ? own : null;
}

function lookup(deps: Deps, dir: string, env: Deps['env']): Promise<Ran> {
  return runGit(deps, ['-C', dir, ...FACTS], { env: quiet(env) });
}
