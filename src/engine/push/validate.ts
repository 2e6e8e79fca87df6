import { posix } from 'node:path';
import type { Deps } from '../../deps.ts';
import { readTargets } from '../../discover/targets.ts';
import type { ControlledApp } from '../../discover/types.ts';
import { UsageError } from '../../errors.ts';
import { resolveRevision } from '../../git/history.ts';
import { openRepository, type Repository } from '../../git/repository.ts';
import { contextOverrides } from '../../git/settings.ts';
import type { PushReport } from '../../push/types.ts';
import { appNames } from '../open/apps.ts';
import type { Query, Say } from '../query.ts';
import type { PushedCommit } from './commits/commit.ts';
import { judgePush } from './judge.ts';
import { chosenDestination, unaskedDestinations } from './where/chosen.ts';

/** Which commits are judged; without base: what the upstream branch lacks. */
export interface Range {
  readonly base: string | undefined;
  readonly head: string | undefined;
  /** No cluster is asked. */
  readonly renderOnly: boolean;
}

/** Judges what lies between two commits, as a push of it would be judged. Throws UsageError outside a repository. */
export async function validateRange(range: Range, query: Query, deps: Deps, say: Say): Promise<PushReport> {
  const repository = await openRepository(deps);
  if (repository === null) {
    throw new UsageError('NO_REPOSITORY', 'this is no git repository: there are no commits to validate', {
      hint: 'change into the repository, or compare the files as they are: kubectl gitops diff',
    });
  }
  const head = await resolveRevision(repository, range.head ?? 'HEAD');
  const base = await baseOf(repository, range.base, head);
  const overrides = await contextOverrides(repository);
  const isAlone = query.targets.length > 0;
  return judgePush(
    {
      repository,
      refs: [{ remoteRef: refOf(repository), base, head }],
      destinations: async (config) =>
        range.renderOnly
          ? unaskedDestinations(config, query)
          : [await chosenDestination(config, overrides, isAlone, query, deps)],
      only: isAlone ? targetsIn(repository, query, deps) : null,
      follows: null,
      findDefault: null,
      mode: null,
      hasDeadline: false,
      query,
    },
    deps,
    say,
  );
}

function refOf({ upstream, branch }: Repository): string {
  const merged = upstream?.replace(/^refs\/remotes\/[^/]+\//, 'refs/heads/');
  return merged ?? (branch === null ? 'HEAD' : posix.join('refs/heads', branch));
}

function targetsIn({ top }: Repository, query: Query, deps: Deps) {
  return async ({ tree, config }: PushedCommit, apps: readonly ControlledApp[]) => {
    const { dir } = await tree();
    return readTargets(query, appNames(config, apps), { cwd: deps.cwd, top, dir });
  };
}

/** null: everything is new. */
async function baseOf(
  repository: Repository,
  asked: string | undefined,
  head: string,
): Promise<string | null> {
  if (asked !== undefined) return resolveRevision(repository, asked);
  if (repository.upstream === null) return null;
  const found = await repository.git(['merge-base', repository.upstream, head]);
  return found.code === 0 ? found.stdout.trim() : null;
}
