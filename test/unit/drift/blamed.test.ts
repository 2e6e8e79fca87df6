import { describe, expect, it } from 'vitest';
import { blamedFields } from '../../../src/drift/blamed.ts';
import { declaredFields } from '../../../src/drift/declared.ts';
import { evaluate } from '../../../src/drift/evaluate.ts';
import { settle } from '../../../src/drift/settle.ts';
import type { Change } from '../../../src/drift/types.ts';
import type { Json, JsonObject, KubeObject } from '../../../src/object.ts';
import { formatPath } from '../../../src/path.ts';
import { THING } from './schema.ts';

function thing(spec: JsonObject, metadata: JsonObject = {}): KubeObject {
  return { apiVersion: 'x/v1', kind: 'Thing', spec, metadata: { name: 'a', ...metadata } };
}

function entry(manager: string, operation: string, time: string, spec: JsonObject): Json {
  return {
    manager,
    operation,
    time,
    apiVersion: 'x/v1',
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:spec': spec },
  };
}

/** The changes between the two as the engine finds them, told as drift. */
function changesOf(desired: KubeObject, live: KubeObject) {
  const sides = { desired, live, type: THING };
  const evaluation = evaluate(sides, null, { people: [], controllers: [] });
  const changes = settle(sides, evaluation, {}).findings.map(
    (finding): Change => ({ ...finding, moved: 'live', source: null, fate: null, because: null }),
  );
  return { live, evaluation, changes };
}

function lines(git: JsonObject, live: JsonObject, entries: readonly Json[] = []): readonly string[] {
  const desired = thing(git);
  const side = changesOf(desired, thing(live, { managedFields: entries }));
  return blamedFields({ desired, written: desired, type: THING }, side)
    .filter(({ path }) => path[0] === 'spec')
    .map(
      ({ path, class: what, git: wanted, live: found, owner }) =>
        `${formatPath(path)} ${what ?? 'same'} ${JSON.stringify(wanted)} ${JSON.stringify(found)} ${owner?.manager ?? 'nobody'}`,
    );
}

const paths = (git: JsonObject) =>
  declaredFields(thing(git), THING, []).map(({ path, git: value }) => `${formatPath(path)} ${value}`);

describe('the fields of a declared object', () => {
  it('begin with its name and keep the order of the manifest', () => {
    expect(paths({ size: '1', args: ['a', 'b'], limits: { cpu: 1, 'a.b/c': 2 } })).toEqual([
      '.apiVersion x/v1',
      '.kind Thing',
      '.metadata.name a',
      '.spec.size 1',
      '.spec.args[0] a',
      '.spec.args[1] b',
      '.spec.limits.cpu 1',
      '.spec.limits["a.b/c"] 2',
    ]);
  });

  it('are told by the keys of a list-map, by the place where these do not tell, and by the value of a set', () => {
    expect(paths({ ports: [{ port: 80 }] }).at(-1)).toBe('.spec.ports[port=80,protocol="TCP"].port 80');
    expect(paths({ ports: [{ port: 80 }, { port: 80 }] }).slice(-2)).toEqual([
      '.spec.ports[0].port 80',
      '.spec.ports[1].port 80',
    ]);
    expect(paths({ rules: [{ port: 80 }] }).at(-1)).toBe('.spec.rules[0].port 80');
    const finalizers = declaredFields(thing({}, { finalizers: ['x', 'y'] }), THING, []);
    expect(finalizers.map(({ path }) => formatPath(path))).toEqual(
      expect.arrayContaining(['.metadata.finalizers[="x"]', '.metadata.finalizers[="y"]']),
    );
  });

  it('are there where they say nothing: empty maps, lists and null', () => {
    expect(paths({ selector: {}, args: [], size: null }).slice(-3)).toEqual([
      '.spec.selector [object Object]',
      '.spec.args ',
      '.spec.size null',
    ]);
  });

  it('do not hold a namespace that the deployer gives', () => {
    const desired = thing({}, { namespace: 'shop' });
    const has = (written: KubeObject) =>
      blamedFields({ desired, written, type: THING }, null).some(
        ({ path }) => formatPath(path) === '.metadata.namespace',
      );
    expect([has(desired), has(thing({}))]).toEqual([true, false]);
  });
});

describe('blamed fields', () => {
  it('name the latest owner that is not the deployer, also where nothing differs', () => {
    const entries = [
      entry('kubectl', 'Apply', '2026-11-01T00:00:00Z', { 'f:size': {}, 'f:replicas': {} }),
      entry('kubectl-edit', 'Update', '2026-11-02T00:00:00Z', { 'f:size': {} }),
    ];
    expect(lines({ size: '1', replicas: 2 }, { size: '2', replicas: 2 }, entries)).toEqual([
      '.spec.size changed "1" "2" kubectl-edit',
      '.spec.replicas same 2 2 kubectl',
    ]);
  });

  it('put what only live has at the end', () => {
    const entries = [
      entry('kubectl', 'Apply', '2026-11-01T00:00:00Z', { 'f:size': {}, 'f:args': {} }),
      entry('k9s', 'Update', '2026-11-02T00:00:00Z', { 'f:limits': { 'f:cpu': {} } }),
    ];
    expect(
      lines({ size: '1', args: ['a'] }, { limits: { cpu: '2' }, size: '1', args: ['a'] }, entries),
    ).toEqual([
      '.spec.size same "1" "1" kubectl',
      '.spec.args[0] same "a" "a" kubectl',
      '.spec.limits.cpu extra undefined "2" k9s',
    ]);
  });

  it('let a list or an item that changed as a whole stand for all that is in it', () => {
    const item = { port: 80, protocol: 'TCP', name: 'web' };
    expect(lines({ args: ['a', 'b'], ports: [item] }, { args: ['c'], ports: [] })).toEqual([
      '.spec.args changed ["a","b"] ["c"] nobody',
      `.spec.ports[port=80,protocol="TCP"] missing ${JSON.stringify(item)} undefined nobody`,
    ]);
  });

  it('lose no change and tell none twice where live cannot be told by keys', () => {
    const twice = [{ port: 80 }, { port: 80 }];
    const told = lines({ ports: [{ port: 80 }, { port: 81 }] }, { ports: twice });
    expect(told.filter((line) => line.includes(' changed '))).toEqual([
      '.spec.ports[1].port changed 81 80 nobody',
    ]);
  });

  it('tell another order of the same items beside what is in them', () => {
    const desired = thing({ ports: [{ port: 80 }, { port: 81 }] });
    const live = thing({ ports: [{ port: 81 }, { port: 80 }] });
    const { evaluation } = changesOf(desired, live);
    const changes = evaluation.comparison.reordered.map(
      (one): Change => ({
        ...one,
        moved: 'live',
        owner: null,
        source: null,
        fate: null,
        because: null,
        ignoredBy: null,
      }),
    );
    expect(changes).toHaveLength(1);
    const found = declaredFields(desired, THING, changes).map(
      ({ path, change }) => `${formatPath(path)} ${change?.class ?? 'same'}`,
    );
    expect(found.slice(-3)).toEqual([
      '.spec.ports changed',
      '.spec.ports[port=80,protocol="TCP"].port same',
      '.spec.ports[port=81,protocol="TCP"].port same',
    ]);
  });
});
