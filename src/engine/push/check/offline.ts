import { groupOf, nameOf } from '../../../object.ts';
import { isBuiltinGroup } from '../../../push/builtin-groups.ts';
import { type GroupVersionSchema, typeOfKind } from '../../../schema.ts';
import { locators } from '../../sources.ts';
import type { PushedCommit } from '../commits/commit.ts';
import type { Declared } from '../commits/declared.ts';
import { askableOf } from '../commits/desired.ts';
import type { RootPush, Tell } from '../types.ts';
import { checkBySchema } from './schema/by-schema.ts';
import { checkCustomsOffline } from './schema/customs.ts';
import { leavingOf } from './deletes.ts';
import { checkReplicas } from './replicas.ts';
import type { WasAt } from './was-at.ts';

/** What the server published when it was last asked; undefined: nothing is kept of it. */
export type KeptSchemas = (apiVersion: string) => GroupVersionSchema | undefined;

/** What can be said of a push without its cluster. */
export async function checkOffline(
  roots: readonly RootPush[],
  declared: Declared,
  head: PushedCommit,
  kept: KeptSchemas,
  wasAt: WasAt,
  tell: Tell,
): Promise<void> {
  const touched = roots.flatMap((root) =>
    [root, root.perDeploy].flatMap(askableOf).map((manifest) => ({ app: root.app, manifest })),
  );
  for (const leaving of leavingOf(roots)) {
    const { app, manifest } = leaving;
    tell({
      code: 'DELETES_OBJECT',
      root: app.root.path,
      object: nameOf(manifest.object),
      path: null,
      message: 'it leaves git: what becomes of a live one is its deployer’s to say',
      hint: null,
      source: await wasAt(leaving),
    });
  }
  if (touched.length === 0) return;
  const sources = { locatorOf: locators({ tree: await head.tree() }) };
  await checkCustomsOffline(touched, declared, sources, tell);
  for (const item of touched) {
    const { apiVersion, kind } = item.manifest.object;
    // of the others the definition in git has been asked, or is all that could be
    if (isBuiltinGroup(groupOf(apiVersion)))
      await checkBySchema(item, typeOfKind(kept(apiVersion), kind), sources, tell);
  }
  const items = touched.map((one) => ({ ...one, desired: one.manifest.object }));
  await checkReplicas(items, roots, [], sources, tell);
}
