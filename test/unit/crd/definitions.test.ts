import { describe, expect, it } from 'vitest';
import { definitionOf, sameSchema } from '../../../src/crd/definitions.ts';
import type { JsonObject, KubeObject } from '../../../src/object.ts';

const crd = (spec: JsonObject): KubeObject => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'things.example.com' },
  spec,
});
const named = { group: 'example.com', scope: 'Namespaced', names: { kind: 'Thing', plural: 'things' } };
const of = (openAPIV3Schema: JsonObject, version: JsonObject = {}) =>
  definitionOf(
    crd({
      ...named,
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema }, ...version }],
    }),
  );

describe('definitionOf', () => {
  it('reads what a CustomResourceDefinition says of its kind', () => {
    expect(
      of({ type: 'object' }, { subresources: { status: {}, scale: { specReplicasPath: '.spec.n' } } }),
    ).toEqual({
      group: 'example.com',
      kind: 'Thing',
      plural: 'things',
      scope: 'Namespaced',
      versions: new Map([
        [
          'v1',
          { served: true, storage: true, schema: { type: 'object' }, status: true, replicasPath: '.spec.n' },
        ],
      ]),
    });
  });

  it('knows no other kind, and no older version of it', () => {
    expect(definitionOf({ ...crd(named), kind: 'ConfigMap' })).toBeNull();
    expect(definitionOf({ ...crd(named), apiVersion: 'apiextensions.k8s.io/v1beta1' })).toBeNull();
  });

  it('gives of a broken one what can be read', () => {
    expect(definitionOf(crd({ names: 'things', versions: [{ name: 'v1', schema: 5 }, 'v2'] }))).toMatchObject(
      {
        group: '',
        kind: '',
        versions: new Map([
          ['v1', { served: false, storage: false, schema: null, status: false, replicasPath: null }],
        ]),
      },
    );
  });
});

describe('sameSchema', () => {
  const same = (a: JsonObject, b: JsonObject, version: JsonObject = {}): boolean => {
    const [left, right] = [of(a), of(b, version)];
    if (left === null || right === null) throw new Error('no definition');
    return sameSchema(left, right, 'v1');
  };
  const field = (schema: JsonObject) => ({ type: 'object', properties: { description: schema } });

  it.each<[string, JsonObject, JsonObject]>([
    ['prose', field({ type: 'string', description: 'a' }), field({ type: 'string', title: 'b' })],
    ['what says nothing', field({ type: 'string', nullable: false, enum: [] }), field({ type: 'string' })],
    ['the order of keys', { type: 'object', properties: {} }, { properties: {}, type: 'object' }],
  ])('does not count %s', (_, a, b) => {
    expect(same(a, b)).toBe(true);
  });

  it.each<[string, JsonObject, JsonObject]>([
    ['a field, whatever it is called', field({ type: 'string' }), { type: 'object' }],
    ['a bound', field({ type: 'integer', minimum: 0 }), field({ type: 'integer', minimum: 1 })],
    ['a bound of zero', field({ type: 'integer', minimum: 0 }), field({ type: 'integer' })],
    ['a default', field({ type: 'boolean', default: false }), field({ type: 'boolean' })],
    ['that nothing else may be there', { additionalProperties: false }, {}],
    ['a rule', { 'x-kubernetes-validations': [{ rule: 'true' }] }, {}],
  ])('counts %s', (_, a, b) => {
    expect(same(a, b)).toBe(false);
  });

  it('counts whether the version is served, and its subresources', () => {
    expect(same({}, {}, { served: false })).toBe(false);
    expect(same({}, {}, { subresources: { status: {} } })).toBe(false);
  });
});
