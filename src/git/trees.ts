import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Deps } from '../deps.ts';
import { UsageError } from '../errors.ts';
import type { Tree } from '../render/types.ts';
import type { Repository } from './repository.ts';

/** A commit's content in a private directory. */
export interface ExtractedTree extends Tree {
  readonly dispose: () => Promise<void>;
}

/**
 * Lays a commit out in a temporary directory (0700) by an index of its own: the user's index and work tree are
 * never touched. Removed by `dispose`, and at the end of the process whatever happens.
 */
export async function treeAt(
  repository: Repository,
  oid: string,
  _deps: Pick<Deps, 'signal'>,
): Promise<ExtractedTree> {
  const base = mkdtempSync(join(tmpdir(), 'kubectl-gitops-'));
  const remove = () => rmSync(base, { recursive: true, force: true });
  process.once('exit', remove);
  const dispose = async () => {
    process.removeListener('exit', remove);
    remove();
  };
  const dir = join(base, 'tree');
  const env = { GIT_INDEX_FILE: join(base, 'index'), GIT_LFS_SKIP_SMUDGE: '1' };
  const steps = [
    ['read-tree', oid],
    ['checkout-index', '--all', '--quiet', `--prefix=${dir}/`],
  ];
  for (const step of steps) {
    const done = await repository.git(step, { env });
    if (done.code !== 0) {
      await dispose();
      throw new UsageError(
        'UNREADABLE_COMMIT',
        `cannot read commit ${oid.slice(0, 12)}: ${done.stderr.trim().split('\n')[0] ?? ''}`,
        {
          hint: repository.shallow ? 'git fetch --unshallow' : 'git fsck',
        },
      );
    }
  }
  const tree = await repository.git(['rev-parse', `${oid}^{tree}`]);
  return { dir, id: tree.stdout.trim(), dispose };
}
