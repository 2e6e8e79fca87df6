import type { Discovery } from '../../../cluster/discovery.ts';
import type { ObjectTarget } from '../../../discover/targets.ts';
import { objectFilter } from '../../filter.ts';
import type { RootPush } from '../types.ts';

/** Of what each root changes only the named objects; all of it where none is. Throws UsageError for unknown kinds. */
export function namedIn(
  roots: readonly RootPush[],
  objects: readonly ObjectTarget[],
  discovery: Discovery,
): readonly RootPush[] {
  if (objects.length === 0) return roots;
  const isNamed = objectFilter(objects, undefined, discovery);
  return roots.map((root) => {
    const created = root.changes.created.filter(({ object }) => isNamed(object));
    const changed = root.changes.changed.filter(({ head }) => isNamed(head.object));
    const deleted = root.changes.deleted.filter(({ object }) => isNamed(object));
    const repeats = root.repeats.filter(({ manifest }) => isNamed(manifest.object));
    const there = root.after.filter(({ object }) => isNamed(object)).length;
    const same = there - created.length - changed.length;
    return { ...root, repeats, changes: { created, changed, deleted, same } };
  });
}
