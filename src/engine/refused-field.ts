import { unreadable } from '../drift/secrets/unreadable.ts';
import type { GitopsError } from '../errors.ts';
import { isArray, isObject, type Json } from '../object.ts';
import { formatPath, type Path, parsePath, type Step } from '../path.ts';
import type { FieldSource, Locate } from '../render/types.ts';
import { unknownFields } from '../render/unknown-field.ts';
import { fieldType, itemKeys, itemType, type Typed, UNTYPED } from '../schema.ts';
import type { Item } from './types.ts';

/** A field that the server refuses, and where git declares it. */
export interface RefusedField {
  readonly path: string;
  readonly source: FieldSource | null;
  /** What to type; null: the server's words are all there is. */
  readonly hint: string | null;
}

/** The first field that the server's answer names and git declares in a line of its own, else the first; null: none. */
export async function refusedField(
  { manifest, desired, type }: Pick<Item, 'manifest' | 'desired' | 'type'>,
  { code, message, fields }: Pick<GitopsError, 'code' | 'message' | 'fields'>,
  locate: Locate,
): Promise<RefusedField | null> {
  if (code === 'UNKNOWN_FIELD') {
    const [field] = await unknownFields(message, manifest, type, locate);
    return field === undefined ? null : { ...field, path: formatPath(field.path) };
  }
  let named: RefusedField | null = null;
  for (const field of fields) {
    const path = parsePath(field.startsWith('.') || field.startsWith('[') ? field : `.${field}`);
    if (path === null) continue;
    const keyed = keyedPath(path, desired, type);
    const source = await nearestPlace(keyed, (at) => locate(manifest, at));
    if (source !== null) return { path: formatPath(keyed), source, hint: null };
    named ??= { path: formatPath(keyed), source: null, hint: null };
  }
  const unread = fields.length === 0 ? unreadable(desired, type) : null;
  if (unread === null) return named;
  const keyed = keyedPath(unread.path, desired, type);
  const source = await nearestPlace(keyed, (at) => locate(manifest, at));
  return { path: formatPath(keyed), source, hint: unread.hint };
}

/** As git names an item, by its keys: the server counts. */
function keyedPath(path: Path, object: Json, type: Typed): Path {
  let value: Json | undefined = object;
  let at = type;
  return path.map((step): Step => {
    const within: Json | undefined = value;
    const own = at;
    if (typeof step === 'number' && isArray(within)) {
      value = within[step];
      at = itemType(own);
      const keys = value === undefined ? undefined : itemKeys(own, value);
      return keys === undefined ? step : { keys };
    }
    value = typeof step === 'string' && isObject(within) ? within[step] : undefined;
    at = typeof step === 'string' ? (fieldType(own, step) ?? UNTYPED) : UNTYPED;
    return step;
  });
}

/** A required field that is missing has no line: what should hold it has. */
async function nearestPlace(
  path: Path,
  locate: (path: Path) => Promise<FieldSource | null>,
): Promise<FieldSource | null> {
  for (let length = path.length; length > 0; length -= 1) {
    const source = await locate(path.slice(0, length));
    if (source?.line != null) return source;
  }
  return null;
}
