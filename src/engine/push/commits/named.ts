import type { KindNames } from '../../../discover/builtin-kinds.ts';
import type { ObjectTarget } from '../../../discover/targets.ts';
import type { KubeObject } from '../../../object.ts';
import type { Found } from '../../../push/types.ts';
import type { Manifest } from '../../../render/types.ts';
import { resourcesNamed, serves } from '../../filter.ts';
import type { RootPush, Sides } from '../types.ts';
import { afterOf } from './desired.ts';
import { knownKinds } from './kinds.ts';
import type { Lacking } from './lacking.ts';
import type { Others } from './others.ts';

export interface Named {
  /** Each with what it changes of the named objects alone. */
  readonly roots: readonly RootPush[];
  /** What nothing declares, before or after. */
  readonly lacking: readonly Lacking[];
}

/**
 * Looks for the named objects; of none, everything is meant. `broken`: what of the roots does not render. `served`: the
 * kinds of the cluster, null where none is asked. `others`: asked only where the roots leave a question: what is declared
 * elsewhere is not changed.
 */
export async function namedIn(
  roots: readonly RootPush[],
  broken: readonly Found[],
  targets: readonly ObjectTarget[],
  served: readonly KindNames[] | null,
  others: () => Promise<Others>,
): Promise<Named> {
  if (targets.length === 0) return { roots, lacking: [] };
  const affected = roots
    .flatMap((root) => [...root.before, ...root.perDeploy.before, ...afterOf(root)])
    .map(({ object }) => object);
  const near = knownKinds(served, affected);
  if (targets.every((target) => affected.some(testOf(target, near))))
    return { roots: narrowed(roots, targets, near), lacking: [] };
  const { manifests, unread } = await others();
  const all = [...affected, ...manifests.map(({ object }) => object)];
  const kinds = knownKinds(served, all);
  const named = narrowed(roots, targets, kinds);
  // what these commits broke may declare it: that is told, and is what must be mended first
  if (broken.some(({ softened }) => softened !== true)) return { roots: named, lacking: [] };
  const reasons = [...broken.map(({ message }) => message), ...unread];
  const lacking = targets.filter((target) => !all.some(testOf(target, kinds)));
  return {
    roots: named,
    lacking: lacking.map((target) => ({
      target,
      names: namesLike(target, all, kinds),
      kinds,
      unread: reasons,
    })),
  };
}

function testOf({ kind, name }: ObjectTarget, kinds: readonly KindNames[]): (object: KubeObject) => boolean {
  const meant = resourcesNamed(kind, { resources: kinds });
  const isNamed = ({ metadata }: KubeObject) => metadata.name === name || metadata.generateName === name;
  return (object) => isNamed(object) && meant.some((one) => serves(one, object));
}

/** Names of what is declared of a kind; null: nobody knows the kind. */
function namesLike(
  { kind }: ObjectTarget,
  objects: readonly KubeObject[],
  kinds: readonly KindNames[],
): readonly string[] | null {
  const meant = resourcesNamed(kind, { resources: kinds });
  if (meant.length === 0) return null;
  return objects
    .filter((object) => meant.some((one) => serves(one, object)))
    .map(({ metadata }) => metadata.name);
}

function narrowed(
  roots: readonly RootPush[],
  targets: readonly ObjectTarget[],
  kinds: readonly KindNames[],
): readonly RootPush[] {
  const tests = targets.map((target) => testOf(target, kinds));
  const isNamed = ({ object }: Manifest) => tests.some((test) => test(object));
  const only = ({ changes, after }: Sides): Sides['changes'] => {
    const created = changes.created.filter(isNamed);
    const changed = changes.changed.filter(({ head }) => isNamed(head));
    const deleted = changes.deleted.filter(isNamed);
    return {
      created,
      changed,
      deleted,
      same: after.filter(isNamed).length - created.length - changed.length,
    };
  };
  return roots.map((root) => ({
    ...root,
    repeats: root.repeats.filter(({ manifest }) => isNamed(manifest)),
    changes: only(root),
    perDeploy: { ...root.perDeploy, changes: only(root.perDeploy) },
  }));
}
