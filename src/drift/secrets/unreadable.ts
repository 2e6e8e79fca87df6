import { isArray, isObject, type Json } from '../../object.ts';
import type { Path } from '../../path.ts';
import { fieldType, itemType, type ScalarType, type Typed, UNTYPED } from '../../schema.ts';
import { nanos } from '../quantity.ts';

/** A value of the right JSON type that is still none of what its field takes. */
export interface Unreadable {
  readonly path: Path;
  /** What to type. */
  readonly hint: string;
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * The first value that the API server could not decode: a quantity, a time, or bytes. It refuses those without a word
 * about which field it was. null: there is none.
 */
export function unreadable(value: Json, type: Typed, path: Path = []): Unreadable | null {
  if (type.node.t === 'scalar') {
    const hint = hintOf(value, type.node);
    return hint === null ? null : { path, hint };
  }
  const inner: readonly (readonly [string | number, Json, Typed])[] = isArray(value)
    ? value.map((item, index) => [index, item, itemType(type)])
    : Object.entries(isObject(value) ? value : {}).map(([key, field]) => [
        key,
        field,
        fieldType(type, key) ?? UNTYPED,
      ]);
  for (const [step, field, own] of inner) {
    const found = unreadable(field, own, [...path, step]);
    if (found !== null) return found;
  }
  return null;
}

/** null: the server reads it. */
function hintOf(value: Json, { format }: ScalarType): string | null {
  if (value === null || isArray(value) || isObject(value)) return null;
  const text = String(value);
  switch (format) {
    case 'quantity':
      return nanos(text) === null ? 'write a quantity, such as 2, 250m or 128Mi' : null;
    case 'byte':
      return BASE64.test(text.replace(/[\r\n]/g, '')) ? null : 'encode it with base64';
    case 'time':
      return TIME.test(text) ? null : 'write a time, such as 2026-01-31T12:00:00Z';
    default:
      return null;
  }
}
