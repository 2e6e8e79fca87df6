import { describe, expect, test } from 'vitest';
import { learnReplaced, maskDrift, newMask } from '../../../src/drift/secrets/mask.ts';
import type { Change, ObjectDrift } from '../../../src/drift/types.ts';
import type { Json } from '../../../src/object.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a secret that stands in other objects is masked', () => {
  test.each<[string, Json, Json, Json]>([
    ['as a whole', 'hunter22', 'hunter22', '***1'],
    ['within a text', 'hunter22', 'https://shop:hunter22@db', 'https://shop:***1@db'],
    ['in base64', 'hunter22', { auth: base64('hunter22') }, { auth: '***1' }],
    ['as a number', '54321', { port: 54321, other: 5432 }, { port: '***1', other: 5432 }],
    ['as a key', 'hunter22', { hunter22: 1 }, { '***1': 1 }],
    ['line by line', 'line-number-one\nline-number-two', 'a: |\n  line-number-two', 'a: |\n  ***1'],
    ['without its lines, as Flux puts it in', 'first\nsecond', 'firstsecond', '***1'],
    ['the longer of two first', ['hunter22', 'hunter22-and-more'], 'hunter22-and-more', '***2'],
    ['of a tree of values', { a: [{ b: 'hunter22' }] }, 'x hunter22', 'x ***1'],
    ['not where it is too short to tell', 'abc', 'abcdef', 'abcdef'],
    ['not where it is a word that is everywhere', 'true', { a: 'true', b: true }, { a: 'true', b: true }],
  ])('%s', (_, secret, value, expected) => {
    const { spread } = newMask();
    spread.learn(secret);
    expect(spread.json(value)).toEqual(expected);
  });
});

test('what live has in the place of a secret is one, too', () => {
  const change: Change = {
    path: ['data', 'url'],
    class: 'changed',
    moved: 'live',
    git: 'https://hunter22@db',
    live: 'https://before@db',
    owner: null,
    source: null,
    fate: null,
    because: 'it says https://before@db',
    ignoredBy: null,
  };
  const drift: ObjectDrift = {
    object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'a', name: 's' },
    status: 'drifted',
    moved: 'live',
    fate: null,
    because: null,
    owner: null,
    compared: 'local',
    app: null,
    source: null,
    changes: [change, { ...change, path: ['data', 'b'], git: 'one', live: 'two', because: null }],
    error: null,
    sides: { git: { data: { url: 'https://hunter22@db' } }, live: { data: { url: 'https://before@db' } } },
  };
  const mask = newMask();
  mask.spread.learn('hunter22');
  learnReplaced(drift.changes, mask);
  const masked = maskDrift(drift, mask);
  expect(masked.changes.map(({ git, live }) => [git, live])).toEqual([
    ['https://***1@db', '***2'],
    ['one', 'two'],
  ]);
  expect(masked.changes[0]?.because).toBe('it says ***2');
  expect(masked.sides).toEqual({
    git: { data: { url: 'https://***1@db' } },
    live: { data: { url: '***2' } },
  });
});
