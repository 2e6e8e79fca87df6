import type { Deps } from '../../../deps.ts';
import { EXIT, GitopsError } from '../../../errors.ts';
import type { LocatedRepository } from '../../../git/repository.ts';
import { mapLimit } from '../../../io.ts';
import type { Manifest, Root, Target } from '../../../render/types.ts';
import type { App } from '../../types.ts';
import type { PushedCommit } from './commit.ts';
import type { Wanted } from './declared.ts';

const ATONCE = 4;

/** What of git the push does not affect. */
export interface Others {
  readonly manifests: readonly Manifest[];
  /** Why some of it is not known. */
  readonly unread: readonly string[];
}

/**
 * What the roots render to that the push does not affect, as far as they may declare what is wanted: one whose files do
 * not name it is not rendered for it. What does not render is told by whoever asks about it.
 */
export async function renderOthers(
  apps: readonly App[],
  wanted: Wanted,
  commit: PushedCommit,
  repository: Pick<LocatedRepository, 'git'>,
  target: Target,
  deps: Deps,
): Promise<readonly Manifest[]> {
  const may = await mayDeclare(wanted, commit, repository);
  const reads = await commit.readsOf(apps.map(({ root }) => root));
  const open = apps.filter(({ root }, index) => may(root, reads[index] ?? (() => true)));
  return (await renderEach(open, commit, target, deps)).manifests;
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

/** Whether a root may declare what is wanted, told by the files that it reads. */
async function mayDeclare(
  { kind, words }: Wanted,
  { oid }: PushedCommit,
  { git }: Pick<LocatedRepository, 'git'>,
): Promise<(root: Root, reads: (file: string) => boolean) => boolean> {
  const files = async (...texts: readonly string[]) => {
    const named = await git([
      ...['grep', '-l', '-z', '-I', '-F', '--full-name'],
      ...texts.flatMap((text) => ['-e', text]),
      oid,
    ]);
    return named.stdout.split('\0').flatMap((name) => (name === '' ? [] : [name.slice(oid.length + 1)]));
  };
  const listed = git(['ls-tree', '-r', '-z', '--name-only', '--full-tree', oid]);
  const [ofKind, named, all] = await Promise.all([files(kind), files(...words), listed]);
  // a packed chart may, whatever it says outside
  const packed = all.stdout.split('\0').filter((name) => name.endsWith('.tgz'));
  const both = ofKind.filter((file) => named.includes(file));
  return (root, reads) => {
    if (packed.some(reads)) return true;
    if (!isWritten(root)) return ofKind.some(reads);
    // kustomize gives a Namespace the name that it has for all objects, and leaves definitions as they are
    if (kind === 'CustomResourceDefinition') return both.some(reads);
    return ofKind.some(reads) && (named.some(reads) || words.includes(root.kustomize?.namespace ?? ''));
  };
}

/** Whether names stand in its files as they are; charts and programs put them together. */
function isWritten({ kind, kustomize }: Root): boolean {
  return kind === 'plain' || (kind === 'kustomize' && kustomize?.substitute === undefined);
}
