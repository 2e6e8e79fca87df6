import { describe, expect, test } from 'vitest';
import type { Json, KubeObject } from '../../../../src/object.ts';
import { badNames, substituted } from '../../../../src/render/flux/substitute.ts';
import type { Manifest } from '../../../../src/render/types.ts';

const variables = {
  n: '3',
  name: 'web',
  yes: 'true',
  list: '[a, b]',
  map: '{a: 1}',
  pair: 'a: b',
  lines: 'x\ny\n',
  quote: '"',
  no: '',
};

function manifest(spec: Json, metadata = {}): Manifest {
  const object: KubeObject = { apiVersion: 'v1', kind: 'Thing', metadata: { name: 't', ...metadata }, spec };
  return { object, origin: { file: null, document: null, line: null, item: null } };
}

function replaced(spec: Json, metadata = {}): Json | undefined {
  return substituted(manifest(spec, metadata), { variables, strict: false }).object.spec;
}

describe('a value', () => {
  const cases: readonly (readonly [string, Json, Json])[] = [
    ['is a number where it reads as one', { replicas: '${n}' }, { replicas: 3 }],
    ['stays text within text', { image: 'web:${n}' }, { image: 'web:3' }],
    ['is a bool, a list, a map', ['${yes}', '${list}', '${map}'], [true, ['a', 'b'], { a: 1 }]],
    ['makes a map of an item', ['${pair}'], [{ a: 'b' }]],
    ['is null where there is none', { a: '${no}' }, { a: null }],
    ['stays text in quotes of its own', { a: '"${n}"' }, { a: '"3"' }],
    [
      'stays text beside what needs quotes',
      { a: '- ${n}', b: '${n}: ', c: '#${n}', d: ' ${n}' },
      { a: '- 3', b: '3: ', c: '#3', d: ' 3' },
    ],
    ['loses its line breaks', { a: '${lines}' }, { a: 'xy' }],
    ['goes into lines of text', { a: 'n=${n}\nq=${quote}\n' }, { a: 'n=3\nq="\n' }],
    ['goes into text without a last line break', { a: 'n=${n}\n\n  x' }, { a: 'n=3\n\n  x' }],
    ['goes into text that begins and ends with empty lines', { a: '\n${n}\n\n' }, { a: '\n3\n\n' }],
    ['goes into text with tabs', { a: '\t${n}\n' }, { a: '\t3\n' }],
    ['goes into keys', { 'a${n}': { '${n}': 1 } }, { a3: { 3: 1 } }],
    ['of a key may be a number', { '${yes}': 1 }, { true: 1 }],
    ['leaves escapes', { a: '$${n}', b: '$$' }, { a: '${n}', b: '$' }],
    [
      'leaves what has no variable',
      { a: 'yes', b: '012', c: 1, d: null, e: [{ f: true }] },
      { a: 'yes', b: '012', c: 1, d: null, e: [{ f: true }] },
    ],
  ];
  test.each(cases)('%s', (_, spec, expected) => {
    expect(replaced(spec)).toEqual(expected);
  });

  test('may not break the YAML, and is not shown when it does', () => {
    expect(() => replaced({ a: '${pair}' })).toThrow(
      expect.objectContaining({
        code: 'SUBSTITUTION_FAILED',
        message: 'the variables of Thing t cannot be replaced: with its value a line is no YAML any more',
      }),
    );
  });

  test('may be the name', () => {
    const { object } = substituted(manifest({}, { name: '${name}-${n}' }), { variables, strict: false });
    expect(object.metadata.name).toBe('web-3');
  });
});

describe('an object', () => {
  const key = 'kustomize.toolkit.fluxcd.io/substitute';
  test.each(['labels', 'annotations'])('is left alone where its %s say so', (where) => {
    expect(replaced({ a: '${n}' }, { [where]: { [key]: 'disabled' } })).toEqual({ a: '${n}' });
    expect(replaced({ a: '${n}' }, { [where]: { [key]: 'Disabled' } })).toEqual({ a: 3 });
  });

  test('with an expression that Flux refuses is refused by name', () => {
    expect(() => replaced({ a: '${.Values.x}' })).toThrow(
      expect.objectContaining({
        message: 'the variables of Thing t cannot be replaced: unable to parse variable name',
        hint: expect.stringContaining('$${'),
      }),
    );
  });
});

test('names that no shell would take are told', () => {
  expect(badNames({ variables: { a: '', _B1: '', '1a': '', 'a-b': '', 'a.b': '' }, strict: false })).toEqual([
    '1a',
    'a-b',
    'a.b',
  ]);
});
