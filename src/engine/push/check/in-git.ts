import { globMatcher } from '../../../patterns/glob.ts';
import { nameOf } from '../../../object.ts';
import { isAdmission } from '../../../push/admission.ts';
import { placeOf } from '../../explain.ts';
import { locators } from '../../sources.ts';
import type { PushedCommit } from '../commits/commit.ts';
import { touchedOf } from '../commits/desired.ts';
import type { RootPush, Tell } from '../types.ts';
import { checkPlaintext } from './secrets/plaintext.ts';

/** What git alone tells of the objects that a push brings or changes. `leaked`: files that were told of already. */
export async function checkInGit(
  roots: readonly RootPush[],
  head: PushedCommit,
  leaked: ReadonlySet<string>,
  tell: Tell,
): Promise<void> {
  const touched = roots.flatMap((root) => touchedOf(root).map((manifest) => ({ app: root.app, manifest })));
  const telling = touched.filter(
    ({ manifest: { object } }) => object.kind === 'Secret' || isAdmission(object),
  );
  if (telling.length === 0) return;
  const sources = { locatorOf: locators({ tree: await head.tree() }) };
  const allowed = head.config?.prePush.plaintext ?? [];
  const isListed = allowed.length === 0 ? () => false : globMatcher(allowed);
  const isAllowed = (file: string) => leaked.has(file) || isListed(file);
  for (const item of telling) {
    const { object } = item.manifest;
    if (!isAdmission(object)) {
      await checkPlaintext(item, isAllowed, head, sources, tell);
      continue;
    }
    tell({
      code: 'NEW_ADMISSION',
      root: item.app.root.path,
      object: nameOf(object),
      path: null,
      message:
        'it has a say in what the cluster accepts, and comes with this push: what it will refuse was not exercised',
      hint: null,
      source: await placeOf(item, [], sources),
    });
  }
}
