import type { Deps } from '../../../deps.ts';
import { EXIT, GitopsError } from '../../../errors.ts';
import type { LocatedRepository } from '../../../git/repository.ts';
import { mapLimit } from '../../../io.ts';
import type { Manifest, Target } from '../../../render/types.ts';
import type { App } from '../../types.ts';
import type { PushedCommit } from './commit.ts';

const ATONCE = 4;

/**
 * What the roots render to that the push does not affect, as far as they may declare a Namespace or a CRD: one whose
 * files mention neither is not rendered for it. What does not render is told by whoever asks about it.
 */
export async function renderOthers(
  apps: readonly App[],
  commit: PushedCommit,
  repository: Pick<LocatedRepository, 'git'>,
  target: Target,
  deps: Deps,
): Promise<readonly Manifest[]> {
  const files = await mentioning(repository, commit.oid);
  const reads = await commit.readsOf(apps.map(({ root }) => root));
  const wanted = apps.filter((_, index) => files.some(reads[index] ?? (() => true)));
  const rendered = await mapLimit(wanted, ATONCE, async ({ root }) => {
    try {
      return (await commit.render(root, target, deps)).manifests;
    } catch (error) {
      if (error instanceof GitopsError && error.exitCode !== EXIT.cancelled) return [];
      throw error;
    }
  });
  return rendered.flat();
}

/** Files that name one of the two kinds; a packed chart may, too, whatever it says outside. */
async function mentioning({ git }: Pick<LocatedRepository, 'git'>, oid: string): Promise<readonly string[]> {
  const kinds = ['CustomResourceDefinition', 'Namespace'].flatMap((kind) => ['-e', kind]);
  const [named, packed] = await Promise.all([
    git(['grep', '-l', '-z', '-I', '-F', '--full-name', ...kinds, oid]),
    git(['ls-tree', '-r', '-z', '--name-only', '--full-tree', oid]),
  ]);
  const prefix = `${oid}:`;
  return [
    ...named.stdout.split('\0').map((name) => (name.startsWith(prefix) ? name.slice(prefix.length) : name)),
    ...packed.stdout.split('\0').filter((name) => name.endsWith('.tgz')),
  ].filter((name) => name !== '');
}
