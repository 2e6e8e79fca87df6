import { isArray, isObject, type Json, type JsonObject } from '../object.ts';

/** A node of the structural schema of a CustomResourceDefinition, as the CRD carries it. */
export type Schema = JsonObject;

/** The schema of an object's own fields. */
export function propertiesOf(schema: Schema): JsonObject {
  return isObject(schema.properties) ? schema.properties : {};
}

/** The schema of a field: its own, else the one that all other keys share; null: there is none. */
export function fieldSchema(schema: Schema, field: string): Schema | null {
  const properties = propertiesOf(schema);
  const own = Object.hasOwn(properties, field) ? properties[field] : undefined;
  if (isObject(own)) return own;
  return isObject(schema.additionalProperties) ? schema.additionalProperties : null;
}

export function itemSchema(schema: Schema): Schema | null {
  return isObject(schema.items) ? schema.items : null;
}

export function isNullable(schema: Schema): boolean {
  return schema.nullable === true;
}

export function isEmbedded(schema: Schema): boolean {
  return schema['x-kubernetes-embedded-resource'] === true;
}

export function isIntOrString(schema: Schema): boolean {
  return schema['x-kubernetes-int-or-string'] === true;
}

/** Unknown fields stay: they are pruned everywhere else. */
export function keepsUnknown(schema: Schema): boolean {
  return schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties === true;
}

export function schemasIn(value: Json | undefined): readonly Schema[] {
  return isArray(value) ? value.filter(isObject) : [];
}

export function stringsIn(value: Json | undefined): readonly string[] {
  return isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** The keys of a list-map; null: another kind of list. */
export function mapKeysOf(schema: Schema): readonly string[] | null {
  return schema['x-kubernetes-list-type'] === 'map' ? stringsIn(schema['x-kubernetes-list-map-keys']) : null;
}
