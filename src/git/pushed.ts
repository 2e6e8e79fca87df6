import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Deps } from '../deps.ts';
import { countCommits, isAncestor } from './history.ts';
import { runGit } from './process.ts';
import type { Repository } from './repository.ts';

/** Whether what is checked out is on the branch that others read. */
export interface Pushed {
  /** `origin/main`; null: the branch has no upstream. */
  readonly upstream: string | null;
  /** Commits that the upstream has not. */
  readonly ahead: number;
  /** When the upstream was last asked, milliseconds since the epoch; null: just now. */
  readonly knownSince: number | null;
}

const PATIENCE = 15_000;

/** Fetches to know; where that is not possible, answers from what was fetched before, and says how old it is. */
export async function pushed(repository: Repository, deps: Deps): Promise<Pushed> {
  const { upstream, head, top, env } = repository;
  if (upstream === null || head === null) return { upstream: null, ahead: 0, knownSince: null };
  const short = upstream.replace(/^refs\/remotes\//, '');
  const [remote = 'origin'] = short.split('/');
  const asked = upstream.startsWith('refs/remotes/')
    ? await runGit({ ...deps, cwd: top }, ['fetch', '--quiet', remote], {
        env: {
          ...env,
          GIT_TERMINAL_PROMPT: '0',
          GIT_SSH_COMMAND: env.GIT_SSH_COMMAND ?? 'ssh -o BatchMode=yes',
        },
        timeout: PATIENCE,
      })
    : null;
  const isIn = await isAncestor(repository, head, upstream);
  return {
    upstream: short,
    ahead: isIn ? 0 : await countCommits(repository, upstream, head),
    knownSince: asked === null || asked.code === 0 ? null : lastFetch(repository),
  };
}

function lastFetch({ gitDir }: Repository): number {
  try {
    return statSync(join(gitDir, 'FETCH_HEAD')).mtimeMs;
  } catch {
    return 0;
  }
}
