import { isEncrypted } from '../../../drift/secrets/encrypted.ts';
import type { LocatedRepository } from '../../../git/repository.ts';
import type { Manifest } from '../../../render/types.ts';
import { NOTHING_DISCOVERED } from '../../controlled/discovered.ts';
import type { ControllerObjects } from '../../controlled/objects.ts';
import type { Desired } from '../../desired.ts';
import type { RootPush, Sides } from '../types.ts';
import type { PushedCommit } from './commit.ts';

/**
 * What the push touches, in the form in which the comparison takes what git wants. `objects`: what controllers are told,
 * where that was read already.
 */
export async function desiredOf(
  roots: readonly RootPush[],
  base: PushedCommit | null,
  head: PushedCommit,
  repository: LocatedRepository,
  objects: ControllerObjects | null,
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
      apps: roots.map((root) => ({
        app: root.app,
        manifests: askableOf(root),
        perDeploy: [],
        digest: undefined,
      })),
      problems: [],
      warnings: [],
    },
    guessed: false,
    discovered: { ...NOTHING_DISCOVERED, objects },
    dirty: Promise.resolve(false),
  };
}

/** Everything that a root will bring into a cluster. */
export function afterOf({ after, perDeploy }: RootPush): readonly Manifest[] {
  return [...after, ...perDeploy.after];
}

/** The objects of head that the push brings or changes. */
export function touchedOf(root: Pick<RootPush, 'changes' | 'perDeploy'>): readonly Manifest[] {
  return [...touchedIn(root), ...touchedIn(root.perDeploy)];
}

/**
 * Those of them that a server can be asked about: what is applied, or else what each deploy makes anew. What is encrypted
 * only its deployer can read.
 */
export function askableOf(sides: Pick<Sides, 'changes'>): readonly Manifest[] {
  return touchedIn(sides).filter(({ object }) => !isEncrypted(object));
}

function touchedIn({ changes }: Pick<Sides, 'changes'>): readonly Manifest[] {
  return [...changes.created, ...changes.changed.map(({ head }) => head)];
}
