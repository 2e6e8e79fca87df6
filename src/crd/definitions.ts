import {
  isArray,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  objectAt,
  sameJson,
  stringOr,
} from '../object.ts';
import type { Schema } from './schema.ts';

/** What a CustomResourceDefinition says of a kind. */
export interface Definition {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly scope: 'Namespaced' | 'Cluster';
  readonly versions: ReadonlyMap<string, DefinedVersion>;
}

export interface DefinedVersion {
  readonly served: boolean;
  readonly storage: boolean;
  /** null: none can be read. */
  readonly schema: Schema | null;
  /** `status` is a subresource: what git says of it is dropped. */
  readonly status: boolean;
  /** Where the scale subresource reads the replicas (`.spec.replicas`); null: the kind cannot be scaled. */
  readonly replicasPath: string | null;
}

/** Null: not a CustomResourceDefinition (apiextensions.k8s.io/v1). A broken one gives what can be read. */
export function definitionOf(crd: KubeObject): Definition | null {
  if (crd.kind !== 'CustomResourceDefinition' || crd.apiVersion !== 'apiextensions.k8s.io/v1') return null;
  const spec = objectAt(crd.spec);
  const names = objectAt(spec, 'names');
  const versions = isArray(spec.versions) ? spec.versions.filter(isObject) : [];
  return {
    group: stringOr(spec.group, ''),
    kind: stringOr(names.kind, ''),
    plural: stringOr(names.plural, ''),
    scope: spec.scope === 'Cluster' ? 'Cluster' : 'Namespaced',
    versions: new Map(versions.map((one) => [stringOr(one.name, ''), versionOf(one)])),
  };
}

function versionOf(version: JsonObject): DefinedVersion {
  const schema = objectAt(version, 'schema').openAPIV3Schema;
  const subresources = objectAt(version, 'subresources');
  return {
    served: version.served === true,
    storage: version.storage === true,
    schema: isObject(schema) ? schema : null,
    status: isObject(subresources.status),
    replicasPath: stringOr(objectAt(subresources, 'scale').specReplicasPath, null),
  };
}

/** Whether two definitions judge a version alike. What the server leaves out or adds when it stores one does not count. */
export function sameSchema(a: Definition, b: Definition, version: string): boolean {
  const left = a.versions.get(version);
  const right = b.versions.get(version);
  if (left === undefined || right === undefined) return left === right;
  return (
    a.scope === b.scope &&
    left.served === right.served &&
    left.status === right.status &&
    left.replicasPath === right.replicasPath &&
    sameJson(left.schema && judging(left.schema), right.schema && judging(right.schema))
  );
}

const WORDS = new Set(['description', 'title', 'example', 'externalDocs', '$schema', 'id']);
/** Keywords whose value is schemas by names that people chose. */
const NAMED = new Set(['properties', 'definitions', 'patternProperties']);
/** Keywords that say something whatever their value. */
const TELLING = new Set(['additionalProperties', 'default']);
/** Keywords whose value is data or a rule, not a schema. */
const PLAIN = new Set([
  'default',
  'enum',
  'required',
  'x-kubernetes-validations',
  'x-kubernetes-list-map-keys',
]);

/** A schema without its prose and without what says nothing (`nullable: false`, `required: []`). */
function judging(schema: Json): Json {
  if (isArray(schema)) return schema.map(judging);
  if (!isObject(schema)) return schema;
  const kept = Object.entries(schema).filter(
    ([key, value]) => !WORDS.has(key) && (TELLING.has(key) || !saysNothing(value)),
  );
  return Object.fromEntries(
    kept.map(([key, value]) => {
      if (PLAIN.has(key)) return [key, value];
      if (!NAMED.has(key) || !isObject(value)) return [key, judging(value)];
      return [key, Object.fromEntries(Object.entries(value).map(([name, one]) => [name, judging(one)]))];
    }),
  );
}

function saysNothing(value: Json): boolean {
  return value === false || value === null || value === '' || (isArray(value) && value.length === 0);
}
