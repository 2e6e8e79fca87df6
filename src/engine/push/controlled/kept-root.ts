import { isArray, isObject, type Json, type JsonObject } from '../../../object.ts';
import { withoutLogins } from '../../../printable.ts';
import type { Root } from '../../../render/types.ts';

/** What of a value is kept; of a map only the keys that are named, of a list every entry. */
type Shape = 'string' | 'boolean' | 'number' | 'url' | readonly [Shape] | Shapes;
interface Shapes {
  readonly [key: string]: Shape;
}

/**
 * What of a root is kept between two pushes: where it is, and what it reads. Nothing that people give as a value is in
 * it: parameters, values, patches and variables may hold what is secret.
 */
const PART: Shapes = {
  kind: 'string',
  path: 'string',
  recurse: 'boolean',
  include: ['string'],
  exclude: ['string'],
  namespace: 'string',
  hooks: 'string',
  decidedBy: ['string'],
  directory: { include: 'string', exclude: 'string', anyExtension: 'boolean' },
  unrendered: { code: 'string', message: 'string', hint: 'string' },
  jsonnet: { libs: ['string'], files: ['string'] },
  helm: {
    release: 'string',
    values: ['string'],
    ignoreMissingValues: 'boolean',
    fileParameters: [{ name: 'string', path: 'string' }],
    skipCrds: 'boolean',
    skipTests: 'boolean',
    skipSchemaValidation: 'boolean',
    namespace: 'string',
    kubeVersion: 'string',
    apiVersions: ['string'],
    chart: { repository: 'url', name: 'string', version: 'string' },
  },
  kustomize: {
    generate: 'boolean',
    source: { ignore: 'string', only: ['string'] },
    namespace: 'string',
    namePrefix: 'string',
    nameSuffix: 'string',
    images: [{ name: 'string', newName: 'string', newTag: 'string', digest: 'string' }],
    replicas: [{ name: 'string', count: 'number' }],
    components: ['string'],
    ignoreMissingComponents: 'boolean',
    buildMetadata: ['string'],
    flags: ['string'],
    kubeVersion: 'string',
    apiVersions: ['string'],
  },
};
const ROOT: Shapes = { ...PART, sources: [PART] };

/** A root as it is kept. */
export interface KeptRoot {
  readonly root: Root;
  /** It renders as the one that it was made of. */
  readonly isWhole: boolean;
}

/** null: it is none that could be kept. */
export function keptRoot(root: Root): KeptRoot | null {
  let isWhole = true;
  const kept = cut(JSON.parse(JSON.stringify(root)), ROOT, () => {
    isWhole = false;
  });
  return isRoot(kept) ? { root: kept, isWhole } : null;
}

/** Whether a value of the cache is a root, with nothing but what this version keeps. */
export function isRoot(value: Json | undefined): value is JsonObject & Root {
  let isKnown = isObject(value) && typeof value.kind === 'string' && typeof value.path === 'string';
  cut(value ?? null, ROOT, () => {
    isKnown = false;
  });
  return isKnown;
}

/** What is kept of a value, undefined where that is nothing; `lose` is told of whatever said something and is not. */
function cut(value: Json, shape: Shape, lose: () => void): Json | undefined {
  if (value === null) return value;
  if (isList(shape)) {
    if (isArray(value)) return value.flatMap((one) => cut(one, shape[0], lose) ?? []);
  } else if (typeof shape === 'object') {
    if (isObject(value)) return cutMap(value, shape, lose);
  } else if (shape === 'url' && typeof value === 'string') {
    const url = withoutLogins(value);
    if (url !== value) lose();
    return url;
  } else if (typeof value === shape) return value;
  lose();
  return undefined;
}

function cutMap(map: JsonObject, shapes: Shapes, lose: () => void): JsonObject {
  return Object.fromEntries(
    Object.entries(map).flatMap(([key, value]) => {
      const shape = Object.hasOwn(shapes, key) ? shapes[key] : undefined;
      const kept = shape === undefined ? undefined : cut(value, shape, lose);
      if (kept !== undefined) return [[key, kept]];
      if (shape === undefined && !isNothing(value)) lose();
      return [];
    }),
  );
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function isNothing(value: Json): boolean {
  if (isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}
