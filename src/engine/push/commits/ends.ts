import type { Deps } from '../../../deps.ts';
import { UsageError } from '../../../errors.ts';
import { type LazyCommits, openLazyCommits } from '../../../git/lazy.ts';
import type { LocatedRepository } from '../../../git/repository.ts';
import { type Push, pushedViews } from '../../../git/view.ts';
import { openCommit, type PushedCommit } from './commit.ts';

/** What a push leads from and to. */
export interface Ends extends AsyncDisposable {
  readonly repository: LocatedRepository;
  /** null: everything is new. */
  readonly base: PushedCommit | null;
  readonly head: PushedCommit;
  readonly between: Push;
}

/** Opens both commits without laying them out. Throws UsageError where head configures what cannot be read. */
export async function openEnds(
  repository: LocatedRepository,
  base: string | null,
  head: string,
  deps: Deps,
): Promise<Ends> {
  const between = await pushedViews(repository, base, head);
  const lazily = openLazyCommits(repository, deps);
  const after = await openCommit(lazily, head, between.head, between, deps);
  const before = base === null ? null : await openBase(lazily, base, between, after, deps);
  return {
    repository,
    base: before,
    head: after,
    between,
    [Symbol.asyncDispose]: async () => {
      await after[Symbol.asyncDispose]();
      await before?.[Symbol.asyncDispose]();
    },
  };
}

/** A configuration that could not be read then either said nothing of any root; one that is the same is read once. */
async function openBase(
  lazily: LazyCommits,
  oid: string,
  between: Push,
  { config }: PushedCommit,
  deps: Deps,
): Promise<PushedCommit | null> {
  const isSame = !between.changed.some((path) => /^\.gitops\.ya?ml$/.test(path));
  try {
    return await openCommit(lazily, oid, between.base, between, deps, isSame ? config : undefined);
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}
