import type { Deps } from '../../../deps.ts';
import { EXIT, GitopsError } from '../../../errors.ts';
import type { LocatedRepository } from '../../../git/repository.ts';
import { mapLimit } from '../../../io.ts';
import type { Manifest, Target } from '../../../render/types.ts';
import type { App } from '../../types.ts';
import type { PushedCommit } from './commit.ts';

const ATONCE = 4;

/** What of git the push does not affect. */
export interface Others {
  readonly manifests: readonly Manifest[];
  /** Why some of it is not known. */
  readonly unread: readonly string[];
}

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
  return (await renderEach(wanted, commit, target, deps)).manifests;
}

/** What roots render to that the push does not affect; what of them does not render is said beside it. */
export async function renderEach(
  apps: readonly App[],
  commit: PushedCommit,
  target: Target,
  deps: Deps,
): Promise<Others> {
  const rendered = await mapLimit(apps, ATONCE, async ({ root }): Promise<Others> => {
    try {
      const { manifests, perDeploy, problems } = await commit.render(root, target, deps);
      return { manifests: [...manifests, ...perDeploy], unread: problems.map(({ message }) => message) };
    } catch (error) {
      if (!(error instanceof GitopsError) || error.exitCode === EXIT.cancelled) throw error;
      return { manifests: [], unread: [error.message] };
    }
  });
  return {
    manifests: rendered.flatMap(({ manifests }) => manifests),
    unread: rendered.flatMap(({ unread }) => unread),
  };
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
