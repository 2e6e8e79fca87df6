import type { Config } from '../../../config/types.ts';
import type { Deps } from '../../../deps.ts';
import { UsageError } from '../../../errors.ts';
import { openKeptTexts } from '../../../git/commits/kept-texts.ts';
import { type LazyCommits, openLazyCommits } from '../../../git/commits/lazy.ts';
import type { LocatedRepository } from '../../../git/repository.ts';
import { type Push, pushedViews } from '../../../git/commits/view.ts';
import { openCommit, type PushedCommit } from './commit.ts';
import type { FindDefault } from './stand-in-config.ts';

/** What a push leads from and to. */
export interface Ends extends AsyncDisposable {
  readonly repository: LocatedRepository;
  /** null: everything is new. */
  readonly base: PushedCommit | null;
  readonly head: PushedCommit;
  readonly between: Push;
  /** Why head's own configuration cannot be read; the one that stands in for it is that of both ends. null: it can. */
  readonly unreadable: UsageError | null;
}

/**
 * Opens both commits without laying them out. Throws UsageError where head configures what cannot be read, and nothing may
 * stand in for it. `findDefault`: null: nothing may.
 */
export async function openEnds(
  repository: LocatedRepository,
  base: string | null,
  head: string,
  findDefault: FindDefault | null,
  deps: Deps,
): Promise<Ends> {
  const between = await pushedViews(repository, base, head, openKeptTexts(repository, deps));
  const lazily = openLazyCommits(repository, deps);
  const { after, unreadable } = await openHead(repository, lazily, base, head, between, findDefault, deps);
  const isSame = unreadable !== null || !between.changed.some((path) => /^\.gitops\.ya?ml$/.test(path));
  const known = isSame ? after.config : undefined;
  const before = base === null ? null : await openBase(lazily, repository.top, base, between, known, deps);
  return {
    repository,
    base: before,
    head: after,
    between,
    unreadable,
    [Symbol.asyncDispose]: async () => {
      await after[Symbol.asyncDispose]();
      await before?.[Symbol.asyncDispose]();
    },
  };
}

async function openHead(
  repository: LocatedRepository,
  lazily: LazyCommits,
  base: string | null,
  oid: string,
  between: Push,
  findDefault: FindDefault | null,
  deps: Deps,
): Promise<{ readonly after: PushedCommit; readonly unreadable: UsageError | null }> {
  const open = (known?: Config | null) =>
    openCommit(lazily, repository.top, oid, between.head, between, deps, known);
  try {
    return { after: await open(), unreadable: null };
  } catch (error) {
    if (!(error instanceof UsageError) || findDefault === null) throw error;
    const was = base === null ? null : { view: between.base, settle: between.settle };
    const { standInConfig } = await import('./stand-in-config.ts');
    const config = await standInConfig(repository, between.head, was, findDefault, deps);
    if (config === undefined) throw error;
    return { after: await open(config), unreadable: error };
  }
}

/** A configuration that could not be read then either said nothing of any root; one that is `known` is read once. */
async function openBase(
  lazily: LazyCommits,
  top: string,
  oid: string,
  between: Push,
  known: Config | null | undefined,
  deps: Deps,
): Promise<PushedCommit | null> {
  try {
    return await openCommit(lazily, top, oid, between.base, between, deps, known);
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}
