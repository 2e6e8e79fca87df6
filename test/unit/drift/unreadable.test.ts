import { describe, expect, it } from 'vitest';
import { unreadable } from '../../../src/drift/secrets/unreadable.ts';
import type { ScalarType, Typed } from '../../../src/schema.ts';

const scalar = (format: ScalarType['format']): Typed => ({
  node: { t: 'map', values: { t: 'scalar', ...(format === undefined ? {} : { format }) } },
  name: null,
  schema: { types: {}, kinds: {} },
});

describe('a value that the server cannot decode', () => {
  it.each([
    ['quantity', '128Mb'],
    ['quantity', '1 Gi'],
    ['quantity', ''],
    ['byte', 'hunter2!'],
    ['byte', 'abc'],
    ['time', '2026-01-31'],
  ] as const)('of the format %s is found: %s', (format, value) => {
    expect(unreadable({ good: null, bad: value }, scalar(format))?.path).toEqual(['bad']);
  });

  it.each([
    ['quantity', '128Mi'],
    ['quantity', 2],
    ['quantity', '1.5e3'],
    ['byte', 'aHVudGVyMg=='],
    ['byte', 'aHVu\ndGVy\n'],
    ['byte', ''],
    ['time', '2026-01-31T12:00:00.5+01:00'],
    [undefined, '128Mb'],
  ] as const)('is none of the format %s: %s', (format, value) => {
    expect(unreadable({ good: value }, scalar(format))).toBeNull();
  });

  it('is named within lists', () => {
    const { node, schema } = scalar('quantity');
    const list: Typed = { node: { t: 'list', list: 'atomic', items: node }, name: null, schema };
    expect(unreadable([{ memory: '1Gi' }, { memory: '1Gx' }], list)?.path).toEqual([1, 'memory']);
  });
});
