import { relative, resolve } from 'node:path';
import type { Deps } from '../../deps.ts';
import type { Warning } from '../../errors.ts';
import { resolveRevision } from '../../git/history.ts';
import { openRepository, type Repository } from '../../git/repository.ts';
import { dirtyPaths } from '../../git/status.ts';
import { type ExtractedTree, treeAt } from '../../git/commits/trees.ts';
import { inputsOf } from '../../render/render.ts';
import type { Root, Tree } from '../../render/types.ts';

/** The repository (or plain directory) that desired objects come from, at the revision asked for. */
export interface Workspace {
  readonly repository: Repository | null;
  /** What is rendered: the work tree, or a commit extracted. */
  readonly tree: Tree;
  /** The asked commit; null: the work tree. */
  readonly revision: string | null;
  /** Why there is no repository where one might be, or what the commit's content lacks. */
  readonly warnings: readonly Warning[];
  readonly dispose: () => Promise<void>;
}

export interface WorkspaceArgs {
  readonly revision: string | undefined;
  readonly filenames: readonly string[];
  readonly kustomize: readonly string[];
  readonly targets: readonly string[];
}

/** Paths that lead out of the repository are compared without it: there is no history to ask. */
export async function openWorkspace(
  deps: Deps,
  { revision, filenames, kustomize, targets }: WorkspaceArgs,
): Promise<Workspace> {
  const paths = [...filenames, ...kustomize, ...targets.filter((target) => /^[./]/.test(target))];
  const warnings: Warning[] = [];
  const repository = await openRepository(deps, deps.cwd, (warning) => warnings.push(warning));
  const outside =
    repository !== null &&
    paths.some((path) => path !== '-' && relative(repository.top, resolve(deps.cwd, path)).startsWith('..'));
  if (repository === null || outside) {
    return {
      repository: null,
      tree: { dir: outside ? '/' : deps.cwd, id: null },
      revision: null,
      warnings,
      dispose: async () => {},
    };
  }
  if (revision === undefined) {
    const tree = { dir: repository.top, id: null };
    return { repository, tree, revision: null, warnings, dispose: async () => {} };
  }
  const oid = await resolveRevision(repository, revision);
  const tree: ExtractedTree = await treeAt(repository, oid, deps);
  warnings.push(...tree.warnings);
  return { repository, tree, revision: oid, warnings, dispose: () => tree.dispose() };
}

/** Whether anything that the roots read is not committed: a base or a values file may lie anywhere. */
export async function isDirty(
  { repository, revision, tree }: Workspace,
  roots: readonly Root[],
): Promise<boolean> {
  if (repository === null || revision !== null) return false;
  const own = roots.map(({ path }) => path).filter((path) => path !== '-');
  // a root that cannot be rendered is the renderer's to complain of
  const read = await Promise.all(roots.map((root) => inputsOf(root, tree).catch(() => [])));
  const paths = [...new Set([...own, ...read.flat()])];
  return paths.length > 0 && (await dirtyPaths(repository, paths)).length > 0;
}

/** Said when newer commits are known that this checkout lacks: they may be what is deployed. */
export function behindWarning({ repository, revision }: Workspace): readonly Warning[] {
  if (repository === null || revision !== null || repository.behind === 0) return [];
  const upstream = repository.upstream?.replace('refs/remotes/', '') ?? 'its upstream';
  const commits = repository.behind === 1 ? '1 commit' : `${repository.behind} commits`;
  return [
    { code: 'CHECKOUT_BEHIND', message: `this checkout is ${commits} behind ${upstream}`, hint: 'git pull' },
  ];
}
