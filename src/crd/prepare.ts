import { isArray, isObject, type Json, type JsonObject } from '../object.ts';
import {
  fieldSchema,
  isEmbedded,
  isNullable,
  itemSchema,
  keepsUnknown,
  propertiesOf,
  type Schema,
} from './schema.ts';

/** Fields that every object has, whatever its schema says. */
const OBJECT_FIELDS = new Set(['apiVersion', 'kind', 'metadata']);

/**
 * The object as the server validates it: unknown fields pruned, defaults filled in, also in place of nulls
 * that are not allowed.
 */
export function prepared(object: JsonObject, schema: Schema): JsonObject {
  return preparedObject(object, schema, true);
}

function preparedValue(value: Json, schema: Schema): Json {
  if (isObject(value)) return preparedObject(value, schema, isEmbedded(schema));
  if (!isArray(value)) return value;
  const items = itemSchema(schema);
  if (items === null) return value;
  return value.map((item) => preparedValue(filled(item, items), items));
}

/** A null that is not allowed becomes the default. */
function filled(value: Json, schema: Schema): Json {
  return value === null && !isNullable(schema) ? (schema.default ?? null) : value;
}

function preparedObject(object: JsonObject, schema: Schema, isResource: boolean): JsonObject {
  const kept: Record<string, Json> = {};
  for (const [field, value] of Object.entries(object)) {
    const own = fieldSchema(schema, field);
    if (isResource && OBJECT_FIELDS.has(field)) kept[field] = value;
    else if (own === null) {
      if (keepsUnknown(schema)) kept[field] = value;
    } else kept[field] = preparedValue(filled(value, own), own);
  }
  for (const [field, own] of Object.entries(propertiesOf(schema))) {
    if (!isObject(own) || own.default === undefined || Object.hasOwn(kept, field)) continue;
    kept[field] = preparedValue(own.default, own);
  }
  return kept;
}
