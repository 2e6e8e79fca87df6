import { nameOf } from '../../../object.ts';
import { locators } from '../../sources.ts';
import type { PushedCommit } from '../commit.ts';
import type { Declared } from '../declared.ts';
import { touchedOf } from '../desired.ts';
import type { RootPush, Tell } from '../types.ts';
import { checkCustomsOffline } from './customs.ts';
import { leavingOf } from './deletes.ts';
import { checkReplicas } from './replicas.ts';

/** What can be said of a push without its cluster. */
export async function checkOffline(
  roots: readonly RootPush[],
  declared: Declared,
  head: PushedCommit,
  tell: Tell,
): Promise<void> {
  const touched = roots.flatMap((root) => touchedOf(root).map((manifest) => ({ app: root.app, manifest })));
  const leaving = leavingOf(roots);
  for (const { app, manifest } of leaving) {
    tell({
      code: 'DELETES_OBJECT',
      root: app.root.path,
      object: nameOf(manifest.object),
      path: null,
      message: 'it leaves git: what becomes of a live one is its deployer’s to say',
      hint: null,
      source: null,
    });
  }
  if (touched.length === 0) return;
  const sources = { locatorOf: locators({ tree: await head.tree() }) };
  await checkCustomsOffline(touched, declared, sources, tell);
  const items = touched.map((one) => ({ ...one, desired: one.manifest.object }));
  await checkReplicas(items, roots, [], sources, tell);
}
