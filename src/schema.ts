import { isObject, type Json } from './object.ts';

/**
 * How the API server merges and compares a value, read from its OpenAPI v3 document. A string is the name of a
 * type in the same document: types refer to each other and to themselves.
 */
export type TypeRef = string | TypeNode;

export type TypeNode = ScalarType | StructType | MapType | ListType | AnyType;

export interface ScalarType {
  readonly t: 'scalar';
  readonly format?: 'quantity' | 'byte' | 'time';
  readonly json?: 'string' | 'integer' | 'number' | 'boolean' | 'int-or-string';
  readonly default?: Json;
}

export interface StructType {
  readonly t: 'struct';
  readonly fields: Readonly<Record<string, TypeRef>>;
  /** Unknown fields are kept (`x-kubernetes-preserve-unknown-fields`). */
  readonly open?: true;
  /** One owner for the whole value. */
  readonly atomic?: true;
  /** An object of its own (`x-kubernetes-embedded-resource`): apiVersion, kind and metadata may stand in it. */
  readonly embedded?: true;
  readonly default?: Json;
}

export interface MapType {
  readonly t: 'map';
  readonly values: TypeRef;
  readonly atomic?: true;
  readonly default?: Json;
}

export interface ListType {
  readonly t: 'list';
  readonly items: TypeRef;
  readonly list: 'atomic' | 'set' | 'map';
  readonly keys?: readonly string[];
  readonly default?: Json;
}

/** Nothing is known: maps merge key by key, lists are atomic, as the server does without a schema. */
export interface AnyType {
  readonly t: 'any';
  readonly default?: Json;
}

/** The types of one group-version. */
export interface GroupVersionSchema {
  readonly types: Readonly<Record<string, TypeNode>>;
  /** Kind -> name of its type. */
  readonly kinds: Readonly<Record<string, string>>;
}

export const ANY: AnyType = { t: 'any' };

/** Types already looked up: every field of every object asks for its own. */
const LOOKED_UP = new WeakMap<GroupVersionSchema, Map<TypeRef, Typed>>();

/** A type within its document; `name` is the type's own name where it has one (`io.k8s.api.core.v1.Container`). */
export interface Typed {
  readonly node: TypeNode;
  readonly name: string | null;
  readonly schema: GroupVersionSchema;
}

const NO_SCHEMA: GroupVersionSchema = { types: {}, kinds: {} };
export const UNTYPED: Typed = { node: ANY, name: null, schema: NO_SCHEMA };

export function typeOfKind(schema: GroupVersionSchema | undefined, kind: string): Typed {
  const name = schema?.kinds[kind];
  return schema === undefined || name === undefined ? UNTYPED : resolve(schema, name);
}

export function resolve(schema: GroupVersionSchema, ref: TypeRef): Typed {
  const known = LOOKED_UP.get(schema) ?? new Map<TypeRef, Typed>();
  if (known.size === 0) LOOKED_UP.set(schema, known);
  const found = known.get(ref);
  if (found !== undefined) return found;
  const node = typeof ref === 'string' ? schema.types[ref] : ref;
  const typed = node === undefined ? UNTYPED : { node, name: typeof ref === 'string' ? ref : null, schema };
  known.set(ref, typed);
  return typed;
}

/** The type of a field; null: the struct is closed and does not declare it. */
export function fieldType(type: Typed, field: string): Typed | null {
  const { node, schema } = type;
  if (node.t === 'struct') {
    const ref = Object.hasOwn(node.fields, field) ? node.fields[field] : undefined;
    if (ref !== undefined) return resolve(schema, ref);
    return node.open || node.embedded ? UNTYPED : null;
  }
  if (node.t === 'map') return resolve(schema, node.values);
  return UNTYPED;
}

export function itemType(type: Typed): Typed {
  return type.node.t === 'list' ? resolve(type.schema, type.node.items) : UNTYPED;
}

/** The schema's own default of a list-map key that an item leaves out (`protocol: TCP`). */
export function keyDefault(item: Typed, key: string): Json | undefined {
  return fieldType(item, key)?.node.default;
}

/** The values of an item's list-map keys; undefined when a key without default is missing: no item of a list-map. */
export function itemKeys(type: Typed, item: Json): Readonly<Record<string, Json>> | undefined {
  if (type.node.t !== 'list' || type.node.keys === undefined || !isObject(item)) return undefined;
  const element = itemType(type);
  const keys: Record<string, Json> = {};
  for (const key of type.node.keys) {
    const value = item[key] ?? keyDefault(element, key);
    if (value !== undefined && value !== null) keys[key] = value;
  }
  return Object.keys(keys).length === 0 ? undefined : keys;
}

/** Identity of a list-map item within its list. */
export function keyText(keys: Readonly<Record<string, Json>>): string {
  return Object.keys(keys).length === 1
    ? JSON.stringify(Object.values(keys)[0])
    : JSON.stringify(Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1)));
}
