import type { Deps } from '../../../deps.ts';
import { UsageError, type Warning } from '../../../errors.ts';
import { countCommits, resolveRevision } from '../../../git/history.ts';
import { openRepository, type Repository } from '../../../git/repository.ts';

/** The commit that is waited for. */
export interface Wanted {
  readonly oid: string;
  readonly short: string;
  readonly warnings: readonly Warning[];
}

/** The commit named, else what was pushed of the branch that is checked out. Throws UsageError. */
export async function wantedCommit(revision: string | undefined, deps: Deps): Promise<Wanted> {
  const repository = await openRepository(deps, deps.cwd, () => {});
  if (repository === null)
    throw new UsageError('NO_REPOSITORY', 'status tells of the apps of a git repository, and this is none', {
      hint: 'run it in a work tree',
    });
  if (revision !== undefined) return wantedOf(await resolveRevision(repository, revision), []);
  const { head, upstream } = repository;
  if (head === null)
    throw new UsageError('NO_COMMIT', 'there is no commit yet that could be waited for', {
      hint: 'commit and push',
    });
  // a build server checks out a commit, and one who deploys from this work tree pushes nothing
  if (upstream === null) return wantedOf(head, await unpushed(repository));
  const pushed = await resolveRevision(repository, upstream);
  const ahead = await countCommits(repository, pushed, head);
  return wantedOf(pushed, ahead === 0 ? [] : [aheadWarning(ahead, upstream, pushed)]);
}

function wantedOf(oid: string, warnings: readonly Warning[]): Wanted {
  return { oid, short: oid.slice(0, 7), warnings };
}

function aheadWarning(ahead: number, upstream: string, pushed: string): Warning {
  const commits = ahead === 1 ? '1 commit is' : `${ahead} commits are`;
  const branch = upstream.replace(/^refs\/(?:remotes|heads)\//, '');
  return {
    code: 'NOT_PUSHED',
    message: `${commits} not pushed: waiting for ${pushed.slice(0, 7)}, which ${branch} is at`,
    hint: 'git push',
  };
}

async function unpushed({ branch, git }: Repository): Promise<readonly Warning[]> {
  if (branch === null || (await git(['remote'])).stdout.trim() === '') return [];
  return [
    {
      code: 'NOT_PUSHED',
      message: `the branch ${branch} follows no other: waiting for what is checked out, pushed or not`,
      hint: `git push --set-upstream origin ${branch}`,
    },
  ];
}
