import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import {
  isArray,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  objectAt,
  stringOr,
} from '../../src/object.ts';

/** One manifest of a kind, and what becomes of it. */
export interface CrdCase {
  readonly name: string;
  readonly object: KubeObject;
  /** As it is before; undefined: it is new. */
  readonly before: KubeObject | undefined;
  /** Where the first thing is that is wrong with it, in the server's spelling; undefined: it is accepted. */
  readonly refused: string | undefined;
}

export interface CrdFixture {
  readonly name: string;
  readonly crd: KubeObject;
  readonly plural: string;
  /** The minor version of Kubernetes that can serve it. */
  readonly since: number;
  readonly cases: readonly CrdCase[];
}

const DIR = join(import.meta.dirname, 'crds');

/** The CustomResourceDefinitions of `crds/` that a server of this version can serve, their groups ending in `domain`. */
export function crdFixtures(domain: string, version = 'v1.99'): readonly CrdFixture[] {
  const minor = Number(/^v?1\.(\d+)/.exec(version)?.[1]);
  return globSync('*.yaml', { cwd: DIR })
    .sort()
    .map((file) => fixture(basename(file, '.yaml'), parse(readFileSync(join(DIR, file), 'utf8')), domain))
    .filter(({ since }) => since <= minor);
}

function fixture(name: string, file: Json, domain: string): CrdFixture {
  const spec = objectAt(file, 'crd', 'spec');
  const group = `${stringOr(spec.group, '')}.${domain}`;
  const plural = stringOr(objectAt(spec, 'names').plural, '');
  const versions = isArray(spec.versions) ? spec.versions.filter(isObject) : [];
  const version = versions.find(({ served }) => served === true)?.name;
  const blank: KubeObject = {
    ...objectAt(file, 'base'),
    apiVersion: `${group}/${stringOr(version, '')}`,
    kind: stringOr(objectAt(spec, 'names').kind, ''),
    metadata: { name: 't0' },
  };
  const listed = objectAt(file).cases;
  const cases = (isArray(listed) ? listed.filter(isObject) : []).map((one, index) =>
    caseOf(one, blank, index),
  );
  return {
    name,
    plural,
    since: Number(objectAt(file).since ?? 0),
    crd: {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${plural}.${group}` },
      spec: { ...spec, group },
    },
    cases: [...cases, ...formatCases(objectAt(file, 'formats'), blank)],
  };
}

function caseOf(one: JsonObject, blank: KubeObject, index: number): CrdCase {
  const named = { ...blank, metadata: { name: stringOr(one.object, `t${index}`) } };
  const before = one.before === undefined ? undefined : changed(named, objectAt(one.before), []);
  return {
    name: stringOr(one.name, ''),
    before,
    object: changed(named, objectAt(one.set), isArray(one.unset) ? one.unset : []),
    refused: stringOr(one.refused, '') || undefined,
  };
}

/** Every good and bad text of a field that has a format. */
function formatCases(formats: JsonObject, blank: KubeObject): readonly CrdCase[] {
  return Object.entries(formats).flatMap(([field, texts]) =>
    ['good', 'bad'].flatMap((kind) => {
      const all = objectAt(texts)[kind];
      return (isArray(all) ? all : []).map((text): CrdCase => {
        const refused = kind === 'bad' ? `spec.${field}` : undefined;
        const object = changed(blank, { [`spec.${field}`]: text }, []);
        return { name: `${kind} ${field} ${JSON.stringify(text)}`, object, before: undefined, refused };
      });
    }),
  );
}

/** `set` has values by dotted paths. */
function changed(object: KubeObject, set: JsonObject, unset: readonly Json[]): KubeObject {
  const { apiVersion, kind, ...rest } = structuredClone(object);
  let body: JsonObject = rest;
  for (const [path, value] of Object.entries(set)) body = placed(body, path.split('.'), value);
  for (const path of unset) body = placed(body, stringOr(path, '').split('.'), undefined);
  return { ...body, apiVersion, kind, metadata: { ...objectAt(body.metadata), name: object.metadata.name } };
}

function placed(
  object: JsonObject,
  [step = '', ...rest]: readonly string[],
  value: Json | undefined,
): JsonObject {
  const inner = rest.length === 0 ? value : placed(objectAt(object[step]), rest, value);
  const { [step]: _, ...others } = object;
  return inner === undefined ? others : { ...others, [step]: inner };
}
