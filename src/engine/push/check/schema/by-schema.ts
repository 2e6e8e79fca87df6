import { typeProblems } from '../../../../crd/offline.ts';
import { normalizeDesired } from '../../../../drift/normalize.ts';
import { nameOf, namespaceOf } from '../../../../object.ts';
import { formatPath } from '../../../../path.ts';
import { refusalHint } from '../../../../push/refusal-hint.ts';
import type { Manifest } from '../../../../render/types.ts';
import { unknownFields } from '../../../../render/unknown-field.ts';
import type { Typed } from '../../../../schema.ts';
import { placeOf, type Sources } from '../../../explain.ts';
import type { App } from '../../../types.ts';
import type { Tell } from '../../types.ts';

/** What the server's schema alone says of an object that it could not be asked about: unknown fields, wrong types. */
export async function checkBySchema(
  item: { readonly app: App; readonly manifest: Manifest },
  type: Typed,
  sources: Pick<Sources, 'locatorOf'>,
  tell: Tell,
): Promise<void> {
  const { object } = item.manifest;
  const locate = await sources.locatorOf(item.app);
  for (const { path, message, code } of typeProblems(normalizeDesired(object, namespaceOf(object)), type)) {
    const [unknown] =
      code === 'UNKNOWN_FIELD' ? await unknownFields(message, item.manifest, type, locate) : [];
    tell({
      code,
      root: item.app.root.path,
      object: nameOf(object),
      path: formatPath(path),
      message,
      hint: unknown?.hint ?? refusalHint({ message, object, path, type }),
      source: (await placeOf(item, path, sources)) ?? (await placeOf(item, [], sources)),
    });
  }
}
