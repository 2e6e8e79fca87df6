import type { Deps } from '../../deps.ts';
import { EXIT, GitopsError, UsageError, type Warning } from '../../errors.ts';
import { quiet } from '../../git/environment.ts';
import { runGit } from '../../git/process.ts';
import { askedAhead } from '../../git/push/ahead.ts';
import { pushedRefs } from '../../git/push/refs.ts';
import { defaultTip, lastFetched } from '../../git/push/remote.ts';
import { type HookArguments, toldRefs } from '../../git/push/told.ts';
import { defaultBranch } from '../../git/remote-head.ts';
import { locateRepository } from '../../git/repository.ts';
import { gitSettings, overridesIn } from '../../git/settings.ts';
import { followsRevision } from '../../push/deploys.ts';
import type { PushReport } from '../../push/types.ts';
import type { Query, Say } from '../query.ts';

export type HookMode = 'off' | 'warn' | 'block';

/** What a push would do, and what is told besides; null: nobody wants to know. */
export interface HookAnswer {
  /** null: it could not be judged. */
  readonly report: PushReport | null;
  readonly notes: readonly Warning[];
}

/**
 * What git's pre-push hook answers. `GITOPS_HOOK` and `git config gitops.prePush` come before what the repository
 * configures: who pushes has the last word, and needs no commit for it. Throws UsageError for a word that is none.
 */
export async function judgeHook(
  told: HookArguments,
  query: Query,
  deps: Deps,
  say: Say,
): Promise<HookAnswer | null> {
  const asked = modeIn(deps.env.GITOPS_HOOK, 'GITOPS_HOOK');
  if (asked === 'off') return null;
  // git's configuration is that of the directory, found by then or not: nobody waits for the one before the other
  const here = { git: (args: readonly string[]) => runGit(deps, args, { env: quiet(deps.env) }) };
  const asking = [locateRepository(deps), gitSettings(here, '^gitops\\.')] as const;
  // what judges is loaded while git is at it
  const loading = Promise.all([import('./judge.ts'), import('./where/destinations.ts')]);
  const [located, settings] = await Promise.all(asking);
  if (located === null) {
    throw new UsageError('NO_REPOSITORY', 'this is no git repository: there is nothing to push', {
      hint: 'change into the repository',
    });
  }
  const push = await toldRefs(deps, located, told);
  const mode = asked ?? modeIn(settings.get('gitops.prepush')?.at(-1), 'git config gitops.prePush');
  if (mode === 'off' || push.lines.length === 0) return null;
  const repository = askedAhead(located, push.lines);
  const [{ refs, notes }, branch] = await Promise.all([
    pushedRefs(repository, push.lines, push.remote, push.url),
    defaultBranch(repository, push.remote),
  ]);
  const [{ judgePush }, { destinationsOf }] = await loading;
  const overrides = overridesIn(settings);
  const judging = judgePush(
    {
      repository,
      refs,
      destinations: (config, of) =>
        destinationsOf(config, { refs: of, defaultBranch: branch, overrides }, query, deps),
      only: null,
      follows: (of, revision) => of.some(({ remoteRef }) => followsRevision(remoteRef, revision, branch)),
      findDefault: async () => defaultTip(await lastFetched(repository, push.remote, push.url)),
      mode,
      hasDeadline: true,
      query,
    },
    deps,
    say,
  );
  const said = [...push.notes, ...notes];
  if (mode !== 'warn') return { report: await judging, notes: said };
  return judging.then(
    (report) => ({ report, notes: said }),
    (error: unknown) => ({ report: null, notes: [...said, unjudged(error)] }),
  );
}

/** Who only wants to be warned is not stopped by what cannot be judged, either. */
function unjudged(error: unknown): Warning {
  if (!(error instanceof GitopsError) || error.exitCode === EXIT.cancelled) throw error;
  const message = ['this push was not judged', error.message, ...error.facts.slice(0, 1)].join(': ');
  return { code: error.code, message, hint: error.hint ?? null };
}

/** null: nothing is said. YAML and shells have their own words for off. */
function modeIn(text: string | undefined, where: string): HookMode | null {
  const word = text?.trim().toLowerCase() ?? '';
  if (word === '') return null;
  if (word === 'off' || word === 'warn' || word === 'block') return word;
  if (word === '0' || word === 'false') return 'off';
  throw new UsageError('BAD_HOOK_MODE', `${where} is "${text ?? ''}", which is none of off, warn and block`, {
    hint: 'write off, warn or block',
  });
}
