import type { Warning } from '../../../errors.ts';
import { nameOf } from '../../../object.ts';
import type { Rendering } from '../../../render/types.ts';
import { placeOf } from '../../explain.ts';
import { locators } from '../../sources.ts';
import type { PushedCommit } from '../commits/commit.ts';
import type { Repeat, RootPush, Tell } from '../types.ts';

type Rendered = Pick<Rendering, 'manifests' | 'warnings'>;

/** The objects that a root declares once more than it did before. */
export function broughtRepeats(was: Rendered, will: Rendered): readonly Repeat[] {
  const known = Map.groupBy(repeatsIn(was), keyOf);
  return repeatsIn(will).filter((repeat) => known.get(keyOf(repeat))?.shift() === undefined);
}

function repeatsIn({ manifests, warnings }: Rendered): Repeat[] {
  const repeated = warnings.filter(({ code }) => code === 'DUPLICATE_OBJECT');
  if (repeated.length === 0) return [];
  const named = new Map(manifests.map((manifest) => [JSON.stringify(nameOf(manifest.object)), manifest]));
  return repeated.flatMap((warning) => {
    const manifest = named.get(JSON.stringify(warning.object));
    return manifest === undefined ? [] : [{ manifest, warning }];
  });
}

function keyOf({ warning: { object } }: { readonly warning: Warning }): string {
  return JSON.stringify(object);
}

/** Tells of what stands twice, at the line of the one that counts. */
export async function checkRepeats(
  roots: readonly RootPush[],
  head: PushedCommit,
  tell: Tell,
): Promise<void> {
  const all = roots.flatMap(({ app, repeats }) => repeats.map((repeat) => ({ app, ...repeat })));
  if (all.length === 0) return;
  const sources = { locatorOf: locators({ tree: await head.tree() }) };
  for (const { app, manifest, warning } of all) {
    tell({
      code: 'DUPLICATE_OBJECT',
      root: app.root.path,
      object: nameOf(manifest.object),
      path: null,
      message: warning.message,
      hint: warning.hint,
      source: await placeOf({ app, manifest }, [], sources),
    });
  }
}
