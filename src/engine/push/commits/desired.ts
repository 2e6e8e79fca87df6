import type { LocatedRepository } from '../../../git/repository.ts';
import { isEncrypted } from '../../../push/plaintext.ts';
import type { Manifest } from '../../../render/types.ts';
import type { Desired } from '../../desired.ts';
import type { RootPush } from '../types.ts';
import type { PushedCommit } from './commit.ts';

/** What the push touches, in the form in which the comparison takes what git wants. */
export async function desiredOf(
  roots: readonly RootPush[],
  base: PushedCommit | null,
  head: PushedCommit,
  repository: LocatedRepository,
): Promise<Desired> {
  const tree = await head.tree();
  return {
    workspace: {
      // what is deployed is looked for among what was pushed before, whatever is checked out
      repository: {
        ...repository,
        head: base?.oid ?? head.oid,
        branch: null,
        ahead: 0,
        behind: 0,
        dirty: false,
      },
      tree,
      revision: head.oid,
      warnings: [],
      dispose: async () => {},
    },
    config: head.config,
    targets: { roots: [], apps: [], objects: [] },
    rendered: {
      apps: roots.map(({ app, changes }) => ({ app, manifests: askableOf({ changes }), digest: undefined })),
      problems: [],
      warnings: [],
    },
    guessed: false,
    dirty: Promise.resolve(false),
  };
}

/** The objects of head that the push brings or changes. */
export function touchedOf({ changes }: Pick<RootPush, 'changes'>): readonly Manifest[] {
  return [...changes.created, ...changes.changed.map(({ head }) => head)];
}

/** Those of them that a server can be asked about. */
export function askableOf(root: Pick<RootPush, 'changes'>): readonly Manifest[] {
  return touchedOf(root).filter(({ object }) => !isEncrypted(object));
}
