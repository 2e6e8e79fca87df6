import { isArray, isObject, type Json, type JsonObject, objectAt } from './object.ts';
import { ANY, type GroupVersionSchema, type TypeNode, type TypeRef } from './schema.ts';

const REF = '#/components/schemas/';
const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity';
const INT_OR_STRING = 'io.k8s.apimachinery.pkg.util.intstr.IntOrString';
const TIMES = new Set([
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time',
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime',
]);

/**
 * Boils an OpenAPI v3 document of one group-version (711 KB for apps/v1) down to what merging and comparing
 * need (some 60 KB), so that the cached form loads in no time.
 */
export function compileOpenApi(document: Json): GroupVersionSchema {
  const schemas = objectAt(document, 'components', 'schemas');
  const types: Record<string, TypeNode> = {};
  const kinds: Record<string, string> = {};
  for (const [name, schema] of Object.entries(schemas)) {
    if (!isObject(schema)) continue;
    types[name] = named(name, schema);
    const gvks = schema['x-kubernetes-group-version-kind'];
    if (!isArray(gvks)) continue;
    for (const gvk of gvks) {
      if (isObject(gvk) && typeof gvk.kind === 'string' && gvks.length === 1) kinds[gvk.kind] = name;
    }
  }
  return { types: reachable(types, Object.values(kinds)), kinds };
}

function named(name: string, schema: JsonObject): TypeNode {
  if (name === QUANTITY) return { t: 'scalar', format: 'quantity' };
  if (name === INT_OR_STRING) return { t: 'scalar', json: 'int-or-string' };
  if (TIMES.has(name)) return { t: 'scalar', format: 'time', json: 'string' };
  const node = compile(schema);
  return typeof node === 'string' ? ANY : node;
}

/** One schema of a document, or the schema that a CustomResourceDefinition carries. */
export function compile(schema: JsonObject): TypeRef {
  const ref = referenceOf(schema);
  if (ref !== undefined) return ref;
  if (schema['x-kubernetes-int-or-string'] === true)
    return withDefault({ t: 'scalar', json: 'int-or-string' }, schema);
  switch (schema.type) {
    case 'array':
      return withDefault(list(schema), schema);
    case 'object':
      return withDefault(objectType(schema), schema);
    case 'string': {
      const format = schema.format === 'byte' ? { format: 'byte' as const } : {};
      return withDefault({ t: 'scalar', json: 'string', ...format }, schema);
    }
    case 'integer':
    case 'number':
    case 'boolean':
      return withDefault({ t: 'scalar', json: schema.type }, schema);
    default:
      return isObject(schema.properties) ? withDefault(objectType(schema), schema) : ANY;
  }
}

/** `$ref`, or `allOf: [$ref]` as the server writes it beside a default. Defaults on references to structs are `{}`. */
function referenceOf(schema: JsonObject): string | undefined {
  const direct =
    schema.$ref ??
    (isArray(schema.allOf) && schema.allOf.length === 1 ? objectAt(schema.allOf[0]).$ref : undefined);
  return typeof direct === 'string' && direct.startsWith(REF) ? direct.slice(REF.length) : undefined;
}

function objectType(schema: JsonObject): TypeNode {
  const atomic = schema['x-kubernetes-map-type'] === 'atomic' ? { atomic: true as const } : {};
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const properties = schema.properties;
  if (isObject(properties)) {
    const fields: Record<string, TypeRef> = {};
    for (const [name, property] of Object.entries(properties)) {
      if (isObject(property)) fields[name] = compile(property);
    }
    const embedded = schema['x-kubernetes-embedded-resource'] === true;
    return {
      t: 'struct',
      fields,
      ...(open ? { open: true as const } : {}),
      ...(embedded ? { embedded: true as const } : {}),
      ...atomic,
    };
  }
  if (isObject(schema.additionalProperties))
    return { t: 'map', values: compile(schema.additionalProperties), ...atomic };
  return ANY;
}

function list(schema: JsonObject): TypeNode {
  const items = isObject(schema.items) ? compile(schema.items) : ANY;
  const keys = schema['x-kubernetes-list-map-keys'];
  if (schema['x-kubernetes-list-type'] === 'map' && isArray(keys)) {
    return { t: 'list', items, list: 'map', keys: keys.filter((key) => typeof key === 'string') };
  }
  return { t: 'list', items, list: schema['x-kubernetes-list-type'] === 'set' ? 'set' : 'atomic' };
}

function withDefault<T extends TypeNode>(node: T, schema: JsonObject): T {
  const value = schema.default;
  return value === undefined || node.t === 'any' ? node : { ...node, default: value };
}

/** Only what the kinds refer to: a document also carries lists, options and statuses of requests. */
function reachable(
  types: Readonly<Record<string, TypeNode>>,
  from: readonly string[],
): Record<string, TypeNode> {
  const kept: Record<string, TypeNode> = {};
  const open = [...from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const node = types[name];
    if (node === undefined || kept[name] !== undefined) continue;
    kept[name] = node;
    open.push(...references(node));
  }
  return kept;
}

function references(ref: TypeRef): readonly string[] {
  if (typeof ref === 'string') return [ref];
  if (ref.t === 'struct') return Object.values(ref.fields).flatMap(references);
  if (ref.t === 'map') return references(ref.values);
  return ref.t === 'list' ? references(ref.items) : [];
}
