import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Deps } from '../../deps.ts';
import type { Warning } from '../../errors.ts';
import type { Tree } from '../../tree.ts';
import { checkOut, unreadable } from './checkout.ts';
import type { LocatedRepository } from '../repository.ts';
import { fillSubmodules } from './submodules.ts';

/** A commit's content in a private directory. */
export interface ExtractedTree extends Tree, AsyncDisposable {
  /** What is not as it was committed. */
  readonly warnings: readonly Warning[];
  readonly dispose: () => Promise<void>;
}

export interface TreeOptions {
  /** Only what is at or below these paths, for roots that refer to nothing else; none: the whole tree. */
  readonly paths?: readonly string[];
}

/**
 * Lays a commit out in a temporary directory (0700) by an index of its own: the user's index and work tree are
 * never touched. As a checkout would be, filters and line ends included, save that LFS pointers stay pointers.
 */
export async function treeAt(
  repository: LocatedRepository,
  oid: string,
  _deps: Pick<Deps, 'signal'>,
  { paths = [] }: TreeOptions = {},
): Promise<ExtractedTree> {
  const folder = repository.temporaryFolder();
  try {
    const dir = join(folder.path, 'tree');
    const index = join(folder.path, 'index');
    mkdirSync(dir);
    const [id, done] = await Promise.all([
      repository.git(['rev-parse', '--verify', `${oid}^{tree}`]),
      checkOut({ git: repository.git }, oid, dir, index, paths),
    ]);
    const failed = [id, done].find(({ code }) => code !== 0);
    if (failed !== undefined) throw unreadable(repository, oid, failed);
    const warnings = await fillSubmodules(repository, oid, dir, index);
    const dispose = async () => folder.remove();
    // a submodule fetched later changes what this tree renders to
    const known = warnings.length === 0 ? id.stdout.trim() : null;
    return { dir, id: known, warnings, dispose, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    folder.remove();
    throw error;
  }
}
