import type { Deps } from '../../deps.ts';
import { GitopsError } from '../../errors.ts';
import { listFiles, type TreeEntry } from '../../git/files.ts';
import type { Commit } from '../../git/history.ts';
import type { Repository } from '../../git/repository.ts';
import { treeAt } from '../../git/trees.ts';
import { inputsOf, renderRoot } from '../../render/render.ts';
import type { Manifest, Root, Target } from '../../render/types.ts';

export type Past = (commit: Commit) => Promise<readonly Manifest[]>;

/**
 * What a root rendered to at its commits; nothing where it did not. `inputs`: what it reads today. Most commits of its
 * history differ in their content alone: then only these files are laid out, and equal ones are rendered once.
 */
export function openPast(
  repository: Repository,
  root: Root,
  inputs: readonly string[],
  target: Target,
  deps: Deps,
): Past {
  const known = new Map<string, readonly Manifest[]>();
  const render = async (oid: string, paths: readonly string[]): Promise<readonly Manifest[] | null> => {
    await using tree = await treeAt(repository, oid, deps, { paths });
    try {
      const isEnough =
        paths.length === 0 || (await inputsOf(root, tree)).every((path) => covers(paths, path));
      return isEnough ? (await renderRoot(root, tree, target, deps)).manifests : null;
    } catch (error) {
      if (error instanceof GitopsError) return null;
      throw error;
    }
  };
  const remembered = async (key: string, oid: string, paths: readonly string[]) => {
    const found = known.get(key) ?? (await render(oid, paths));
    if (found !== null) known.set(key, found);
    return found;
  };
  return async ({ oid, tree }) => {
    const files = inputs.includes('.') ? [] : await listFiles(repository, oid, inputs);
    // a link or a submodule leads to what is not among them
    const isPart = files.length > 0 && files.every(({ kind }) => kind === 'file');
    const part = isPart ? await remembered(contentOf(files), oid, inputs) : null;
    return part ?? (await remembered(tree, oid, [])) ?? [];
  };
}

function covers(paths: readonly string[], path: string): boolean {
  return paths.some((one) => path === one || path.startsWith(`${one}/`));
}

function contentOf(files: readonly TreeEntry[]): string {
  return files.map(({ path, oid }) => `${oid} ${path}`).join('\n');
}
