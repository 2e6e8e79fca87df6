import { isArray, isObject, type Json, type JsonObject } from '../../object.ts';
import { parseDate, parseDateTime, parseDuration } from '../formats/time.ts';
import { isEmbedded, isIntOrString, itemSchema, keepsUnknown, propertiesOf, type Schema } from '../schema.ts';
import { type Duration, duration } from './engine.ts';
import { escapeName } from './escape.ts';

/** A value as CEL computes with it: whole numbers are bigint, fractions number. */
export type Cel =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Date
  | Duration
  | readonly Cel[]
  | CelMap;
export type CelMap = Map<string, Cel>;

const STRING: Schema = { type: 'string' };
const META: Schema = { type: 'object', properties: { name: STRING, generateName: STRING } };

/** A value as the rules of its schema see it: typed by the schema, fields that are not declared left out. */
export function celValue(value: Json, schema: Schema, isResource = isEmbedded(schema)): Cel {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    const isInt = schema.type === 'integer' || (schema.type !== 'number' && Number.isInteger(value));
    return isInt ? BigInt(Math.trunc(value)) : value;
  }
  if (typeof value === 'string') return isIntOrString(schema) ? value : textValue(value, schema.format);
  const items = itemSchema(schema);
  if (isArray(value)) return value.map((item) => celValue(item, items ?? {}));
  return isObject(value) ? fieldsValue(value, schema, isResource) : null;
}

function textValue(text: string, format: Json | undefined): Cel {
  if (format === 'byte') return Buffer.from(text.replaceAll('-', '+').replaceAll('_', '/'), 'base64');
  if (format === 'date') return parseDate(text) ?? text;
  if (format === 'date-time') return parseDateTime(text) ?? text;
  const nanos = format === 'duration' ? parseDuration(text) : null;
  return nanos === null ? text : duration(nanos);
}

function fieldsValue(object: JsonObject, schema: Schema, isResource: boolean): CelMap {
  const own = propertiesOf(schema);
  const fields: JsonObject = isResource ? { ...own, apiVersion: STRING, kind: STRING, metadata: META } : own;
  const values = schema.additionalProperties;
  const map: CelMap = new Map();
  for (const [field, value] of Object.entries(object)) {
    const typed = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (isObject(typed)) {
      const name = escapeName(field);
      if (name !== null && isKnown(typed)) map.set(name, celValue(value, typed));
    } else if (isObject(values)) map.set(field, celValue(value, values));
    // no rule can name it, but it counts when objects are compared
    else if (keepsUnknown(schema)) map.set(field, celValue(value, {}));
  }
  return map;
}

/** Without a type there is nothing that a rule could say of a field. */
function isKnown(schema: Schema): boolean {
  return typeof schema.type === 'string' || isIntOrString(schema);
}
