import { nameOf } from '../../../../object.ts';
import { formatPath } from '../../../../path.ts';
import { plaintextFields, writtenFields } from '../../../../push/plaintext.ts';
import type { Manifest } from '../../../../render/types.ts';
import { placeOf, type Sources } from '../../../explain.ts';
import type { App } from '../../../types.ts';
import type { PushedCommit } from '../../commits/commit.ts';
import type { Tell } from '../../types.ts';

/** A Secret whose values stand in git for everybody to read. Its values are never printed, only the name of one. */
export async function checkPlaintext(
  item: { readonly app: App; readonly manifest: Manifest },
  isAllowed: (file: string) => boolean,
  head: Pick<PushedCommit, 'textsOf'>,
  sources: Pick<Sources, 'locatorOf'>,
  tell: Tell,
): Promise<void> {
  const { object } = item.manifest;
  const { root } = item.app;
  const isTemplate = root.kind === 'helm' || root.kind === 'jsonnet';
  const [first, ...more] = isTemplate
    ? writtenFields(object, await head.textsOf(root))
    : plaintextFields(object);
  if (first === undefined) return;
  const source = await placeOf(item, first, sources);
  if (source !== null && isAllowed(source.file)) return;
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  tell({
    code: 'PLAINTEXT_SECRET',
    root: root.path,
    object: nameOf(object),
    path: formatPath(first),
    message: `everybody who reads the repository can read ${first[1]}${others}`,
    hint: 'seal it (SealedSecret, SOPS) or refer to it (ExternalSecret); what was pushed once must be changed',
    source,
  });
}
