import { isArray, isObject, type Json, type JsonObject } from '../../../../object.ts';
import { conform } from './conform.ts';
import { APPLICATION } from './fields.ts';

/** A template as Argo CD decodes it. Throws TemplateError. */
export function readTemplate(value: Json | undefined, at: string): JsonObject {
  const read = conform(value ?? {}, APPLICATION, at);
  return isObject(read) ? read : {};
}

/**
 * A generator's own template, in which what is empty is filled from the ApplicationSet's: maps field by field, lists as
 * a whole (mergo.Merge).
 */
export function mergeTemplates(own: JsonObject, general: JsonObject): JsonObject {
  const merged = new Map(Object.entries(own));
  for (const [key, value] of Object.entries(general)) merged.set(key, filled(own[key], value, key));
  return Object.fromEntries(merged);
}

function filled(own: Json | undefined, general: Json, key: string): Json {
  // Text to Argo CD, whatever is in it.
  if (key === 'valuesObject') return own ?? general;
  if (isObject(own) && isObject(general)) return mergeTemplates(own, general);
  return own === undefined || isEmpty(own) ? general : own;
}

function isEmpty(value: Json): boolean {
  if (isArray(value)) return value.length === 0;
  return isObject(value) ? Object.keys(value).length === 0 : !value;
}
