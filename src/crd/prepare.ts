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
 * The object as the server validates it: unknown fields pruned, nulls dropped where they are not allowed, defaults
 * filled in.
 */
export function prepared(object: JsonObject, schema: Schema): JsonObject {
  return preparedObject(object, schema, true);
}

function preparedValue(value: Json, schema: Schema): Json {
  if (isObject(value)) return preparedObject(value, schema, isEmbedded(schema));
  if (!isArray(value)) return value;
  const items = itemSchema(schema);
  if (items === null) return value;
  return value.map((item) => {
    const filled = item === null && !isNullable(items) ? (items.default ?? null) : item;
    return preparedValue(filled, items);
  });
}

function preparedObject(object: JsonObject, schema: Schema, isResource: boolean): JsonObject {
  const kept: Record<string, Json> = {};
  for (const [field, value] of Object.entries(object)) {
    const own = fieldSchema(schema, field);
    if (isResource && OBJECT_FIELDS.has(field)) kept[field] = value;
    else if (own === null) {
      if (keepsUnknown(schema)) kept[field] = value;
    } else if (value !== null || isNullable(own)) kept[field] = preparedValue(value, own);
    else if (own.default !== undefined) kept[field] = preparedValue(own.default, own);
  }
  for (const [field, own] of Object.entries(propertiesOf(schema))) {
    if (!isObject(own) || own.default === undefined || Object.hasOwn(kept, field)) continue;
    kept[field] = preparedValue(own.default, own);
  }
  return kept;
}
