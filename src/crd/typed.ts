import { isObject, type JsonObject } from '../object.ts';
import { compile } from '../openapi.ts';
import { ANY, type GroupVersionSchema, resolve, type Typed, type TypeNode } from '../schema.ts';
import { isEmbedded, isIntOrString, itemSchema, propertiesOf, type Schema } from './schema.ts';

const STRING = { type: 'string' } as const;
const STRINGS = { type: 'object', additionalProperties: STRING } as const;
const OWNER = {
  type: 'object',
  properties: {
    apiVersion: STRING,
    kind: STRING,
    name: STRING,
    uid: STRING,
    controller: { type: 'boolean' },
    blockOwnerDeletion: { type: 'boolean' },
  },
} as const;
const META = {
  type: 'object',
  properties: {
    annotations: STRINGS,
    labels: STRINGS,
    creationTimestamp: {},
    deletionGracePeriodSeconds: { type: 'integer' },
    deletionTimestamp: {},
    finalizers: { type: 'array', items: STRING, 'x-kubernetes-list-type': 'set' },
    generateName: STRING,
    generation: { type: 'integer' },
    managedFields: {},
    name: STRING,
    namespace: STRING,
    ownerReferences: {
      type: 'array',
      items: OWNER,
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['uid'],
    },
    resourceVersion: STRING,
    selfLink: STRING,
    uid: STRING,
  },
} as const;
const META_REF = { $ref: '#/components/schemas/ObjectMeta' } as const;
/** A type of its own, as the server has it: it stays closed where all around it is open. */
const COMMON: GroupVersionSchema = { types: { ObjectMeta: nodeOf(META) }, kinds: {} };
/** A definition judges many objects. */
const TYPED = new WeakMap<Schema, Typed>();

/** The type that the server would publish and merge by, once the CustomResourceDefinition is there. */
export function typedOf(schema: Schema): Typed {
  const known = TYPED.get(schema) ?? resolve(COMMON, compile(published(schema, true)));
  TYPED.set(schema, known);
  return known;
}

/** As the server publishes it: strings of a format, and what may be either, are not judged by their JSON type there. */
function published(schema: Schema, isResource = isEmbedded(schema)): Schema {
  if (isIntOrString(schema)) return {};
  const { type, ...rest } = schema;
  if (type === 'string' && typeof schema.format === 'string' && schema.format !== 'byte') return rest;
  const items = itemSchema(schema);
  const values = schema.additionalProperties;
  const properties = Object.entries(propertiesOf(schema)).flatMap(([name, one]) =>
    isObject(one) ? [[name, published(one)] as const] : [],
  );
  const own: JsonObject = isResource ? { apiVersion: STRING, kind: STRING, metadata: META_REF } : {};
  const fields = { ...Object.fromEntries(properties), ...own };
  return {
    ...schema,
    // its fields are declared here: nothing else may stand in it
    'x-kubernetes-embedded-resource': false,
    ...(Object.keys(fields).length === 0 ? {} : { properties: fields }),
    ...(items === null ? {} : { items: published(items) }),
    ...(isObject(values) ? { additionalProperties: published(values) } : {}),
  };
}

function nodeOf(schema: JsonObject): TypeNode {
  const type = compile(schema);
  return typeof type === 'string' ? ANY : type;
}
