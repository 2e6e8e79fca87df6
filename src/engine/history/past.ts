import type { Deps } from '../../deps.ts';
import { EXIT, GitopsError } from '../../errors.ts';
import { openCommitViews } from '../../git/commits/commit-views.ts';
import { openLazyCommits } from '../../git/commits/lazy.ts';
import type { LocatedRepository } from '../../git/repository.ts';
import { partFor, type Renderings, renderAt } from '../../render/lazy.ts';
import { globsOf } from '../../render/plain/plain-files.ts';
import type { Manifest, Root, Target } from '../../render/types.ts';

/** What a root rendered to at a commit; nothing where it did not. */
export type Past = (oid: string) => Promise<readonly Manifest[]>;

/**
 * Reads roots at the commits of a history. Nothing is laid out for what was rendered before: most commits change the
 * files of one root of many, and what a push brought was rendered when it was pushed.
 */
export function openPast(repository: LocatedRepository, target: Target, deps: Deps): (root: Root) => Past {
  const viewOf = openCommitViews(repository);
  const lazily = openLazyCommits(repository, deps);
  return (root) => {
    const known: Renderings = new Map();
    return async (oid) => {
      const { view, settle } = await viewOf(oid);
      if (view.kindOf(root.path) === null) return [];
      const isWanted = await globsOf([root]);
      await using tree = lazily(oid, { view, settle, part: () => partFor([root], view, isWanted) });
      try {
        return (await renderAt(root, tree, target, deps, known)).manifests;
      } catch (error) {
        if (error instanceof GitopsError && error.exitCode !== EXIT.cancelled) return [];
        throw error;
      }
    };
  };
}
