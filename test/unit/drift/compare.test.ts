import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/drift/compare.ts';
import type { JsonObject } from '../../../src/object.ts';
import { formatPath } from '../../../src/path.ts';
import { THING } from './schema.ts';

function differences(git: JsonObject, live: JsonObject): readonly string[] {
  return compare({ spec: git }, { spec: live }, THING).differences.map(
    (one) => `${formatPath(one.path)} ${one.class}`,
  );
}

describe('compare', () => {
  it('takes quantities for what they are worth', () => {
    expect(
      differences({ size: '1000m', limits: { memory: '1024Mi' } }, { size: '1', limits: { memory: '1Gi' } }),
    ).toEqual([]);
    expect(differences({ size: '1001m' }, { size: '1' })).toEqual(['.spec.size changed']);
  });

  it('finds list-map items by their keys, the default one included', () => {
    const git = {
      ports: [
        { port: 80, name: 'web' },
        { port: 53, protocol: 'UDP' },
      ],
    };
    expect(
      differences(git, {
        ports: [
          { port: 80, protocol: 'TCP', name: 'web' },
          { port: 53, protocol: 'UDP' },
        ],
      }),
    ).toEqual([]);
    expect(differences(git, { ports: [{ port: 80, protocol: 'TCP', name: 'www' }] })).toEqual([
      '.spec.ports[port=80,protocol="TCP"].name changed',
      '.spec.ports[port=53,protocol="UDP"] missing',
    ]);
  });

  it('tells another order of the same items from other items', () => {
    const git = { spec: { ports: [{ port: 1 }, { port: 2 }] } };
    const live = {
      spec: {
        ports: [
          { port: 2, protocol: 'TCP' },
          { port: 1, protocol: 'TCP' },
        ],
      },
    };
    const { differences: found, reordered } = compare(git, live, THING);
    expect(found).toEqual([]);
    expect(reordered.map(({ path }) => formatPath(path))).toEqual(['.spec.ports']);
  });

  it('names an item of an atomic list of the same length, and the whole list otherwise', () => {
    expect(differences({ args: ['a', 'b'] }, { args: ['a', 'c'] })).toEqual(['.spec.args[1] changed']);
    expect(differences({ args: ['a', 'b'] }, { args: ['a', 'b', 'c'] })).toEqual(['.spec.args changed']);
    expect(
      differences({ rules: [{ port: 1 }] }, { rules: [{ port: 1, name: 'x', protocol: 'TCP' }] }),
    ).toEqual(['.spec.rules[0].name extra']);
  });

  it('calls an empty atomic map that somebody filled changed', () => {
    expect(differences({ selector: {} }, { selector: { disk: 'ssd' } })).toEqual(['.spec.selector changed']);
  });

  it('names what live lacks at the leaf', () => {
    expect(differences({ limits: { cpu: '1', memory: '1Gi' } }, { limits: { cpu: '1' } })).toEqual([
      '.spec.limits.memory missing',
    ]);
    expect(differences({ limits: {}, ports: [] }, {})).toEqual([]);
  });

  it('reports fields that the schema does not know apart', () => {
    const { unknown, differences: found } = compare({ spec: { replica: 2 } }, { spec: {} }, THING);
    expect(unknown.map(formatPath)).toEqual(['.spec.replica']);
    expect(found).toEqual([]);
  });
});
