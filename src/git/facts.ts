import { resolve } from 'node:path';

/** One `git rev-parse`; what may be missing comes last, as git ends there. */
export const FACTS = [
  'rev-parse',
  '--local-env-vars',
  '--is-shallow-repository',
  '--absolute-git-dir',
  '--git-common-dir',
  '--show-prefix',
  '--show-toplevel',
  '--show-superproject-working-tree',
  '--symbolic-full-name',
  '@{upstream}',
] as const;

export interface Facts {
  /** Absolute, as all paths here. */
  readonly gitDir: string;
  /** Where branches and objects are: of a linked work tree the main one's. */
  readonly commonDir: string;
  /** null: a bare repository, or the inside of `.git`. */
  readonly top: string | null;
  /** The directory asked about relative to `top`, `''` at the top. */
  readonly prefix: string;
  readonly shallow: boolean;
  /** The work tree this is a submodule of. */
  readonly superproject: string | null;
  /** `refs/remotes/origin/main`; null: the branch follows nothing, or what it follows is gone. */
  readonly upstream: string | null;
  /** What must not be passed on to programs that look into another repository. */
  readonly localNames: readonly string[];
}

/** Reads what FACTS prints in `dir`; null: nothing, there is no repository. */
export function readFacts(stdout: string, dir: string): Facts | null {
  const lines = stdout.split('\n').slice(0, -1);
  const localNames = lines.filter((line) => /^GIT_[A-Z_]+$/.test(line));
  const [shallow, gitDir, commonDir, prefix, top, ...more] = lines.slice(localNames.length);
  if (gitDir === undefined || commonDir === undefined) return null;
  return {
    gitDir: resolve(gitDir),
    commonDir: resolve(dir, commonDir),
    top: top === undefined ? null : resolve(top),
    prefix: (prefix ?? '').replace(/\/$/, ''),
    shallow: shallow === 'true',
    superproject: more.find((line) => !line.startsWith('refs/')) ?? null,
    upstream: more.find((line) => line.startsWith('refs/')) ?? null,
    localNames,
  };
}

export interface Branch {
  /** null: no commit yet. */
  readonly head: string | null;
  /** null: detached. */
  readonly branch: string | null;
  readonly ahead: number;
  readonly behind: number;
  /** Tracked files differ from HEAD, anywhere in the work tree. */
  readonly dirty: boolean;
}

/** Reads `git status --porcelain=v2 --branch -z`. */
export function readStatus(stdout: string): Branch {
  const entries = stdout.split('\0').filter((entry) => entry !== '');
  const headers = entries.filter((entry) => entry.startsWith('# branch.'));
  const header = (name: string) =>
    headers.find((line) => line.startsWith(`# branch.${name} `))?.slice(`# branch.${name} `.length);
  const oid = header('oid');
  const branch = header('head');
  const [, ahead = '0', behind = '0'] = /^\+(\d+) -(\d+)$/.exec(header('ab') ?? '') ?? [];
  return {
    head: oid === undefined || oid === '(initial)' ? null : oid,
    branch: branch === undefined || branch === '(detached)' ? null : branch,
    ahead: Number(ahead),
    behind: Number(behind),
    dirty: entries.length > headers.length,
  };
}
