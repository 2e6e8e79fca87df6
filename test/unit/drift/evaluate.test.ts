import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/drift/evaluate.ts';
import type { ManagerLists } from '../../../src/drift/owners/managers.ts';
import type { Json, JsonObject, KubeObject } from '../../../src/object.ts';
import { formatPath } from '../../../src/path.ts';
import { THING } from './schema.ts';

const NOBODY: ManagerLists = { people: [], controllers: [] };

function thing(spec: JsonObject, entries: readonly Json[] = []): KubeObject {
  return { apiVersion: 'x/v1', kind: 'Thing', metadata: { name: 'a', managedFields: entries }, spec };
}

function entry(manager: string, operation: string, spec: JsonObject, more: JsonObject = {}): Json {
  return {
    manager,
    operation,
    apiVersion: 'x/v1',
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:spec': spec },
    ...more,
  };
}

function outside(
  git: JsonObject,
  live: JsonObject,
  entries: readonly Json[],
  lists: ManagerLists = NOBODY,
): readonly string[] {
  const found = evaluate(
    { desired: thing(git), live: thing(live, entries), type: THING },
    null,
    lists,
  ).outside;
  return found.map((one) => `${formatPath(one.path)} ${one.by} ${one.owners[0]?.manager}`);
}

describe('evaluate', () => {
  it('names what a person added, at the leaf', () => {
    const entries = [
      entry('kubectl', 'Apply', { 'f:size': {} }),
      entry('kubectl-edit', 'Update', { 'f:limits': { 'f:cpu': {} } }),
    ];
    expect(outside({ size: '1' }, { size: '1', limits: { cpu: '2' } }, entries)).toEqual([
      '.spec.limits.cpu person kubectl-edit',
    ]);
  });

  it('does not take the owner of a map for the owner of what is in it', () => {
    const entries = [
      entry('kubectl-client-side-apply', 'Update', { 'f:size': {}, 'f:limits': {} }),
      entry('kubectl-set', 'Update', { 'f:limits': { 'f:memory': {} } }),
    ];
    expect(outside({ size: '1' }, { size: '1', limits: { memory: '1Gi' } }, entries)).toEqual([
      '.spec.limits.memory person kubectl-set',
    ]);
  });

  it('names an added item once', () => {
    const entries = [
      entry('kubectl', 'Apply', { 'f:size': {} }),
      entry('k9s', 'Update', {
        'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { '.': {}, 'f:port': {}, 'f:name': {} } },
      }),
    ];
    expect(
      outside({ size: '1' }, { size: '1', ports: [{ port: 80, protocol: 'TCP', name: 'x' }] }, entries),
    ).toEqual(['.spec.ports[port=80,protocol="TCP"] person k9s']);
  });

  it('leaves the status subresource and defaults alone', () => {
    const entries = [
      entry('kubectl-client-side-apply', 'Update', { 'f:size': {}, 'f:replicas': {} }),
      entry('kube-controller-manager', 'Update', { 'f:limits': { 'f:cpu': {} } }, { subresource: 'status' }),
    ];
    expect(outside({ size: '1' }, { size: '1', replicas: 1, limits: { cpu: '1' } }, entries)).toEqual([]);
  });

  it('lets the configuration class a manager', () => {
    const entries = [
      entry('kubectl', 'Apply', { 'f:size': {} }),
      entry('acme', 'Update', { 'f:limits': { 'f:cpu': {} } }),
    ];
    const live = { size: '1', limits: { cpu: '1' } };
    expect(outside({ size: '1' }, live, entries)).toEqual(['.spec.limits.cpu unknown acme']);
    expect(outside({ size: '1' }, live, entries, { people: [], controllers: ['acme'] })).toEqual([
      '.spec.limits.cpu controller acme',
    ]);
  });
});

describe('the deployer', () => {
  it('is told from a person with the same rights: what it no longer declares is its own', () => {
    const entries = [entry('kustomize-controller', 'Apply', { 'f:size': {}, 'f:limits': { 'f:cpu': {} } })];
    expect(outside({ size: '1' }, { size: '1', limits: { cpu: '2' } }, entries)).toEqual([
      '.spec.limits.cpu deployer kustomize-controller',
    ]);
  });

  it('is the tool that only applies from git, before kubectl', () => {
    const entries = [
      entry('kustomize-controller', 'Apply', { 'f:size': {}, 'f:replicas': {} }),
      entry('kubectl', 'Apply', { 'f:size': {}, 'f:replicas': {}, 'f:limits': { 'f:cpu': {} } }),
    ];
    expect(
      outside({ size: '1', replicas: 2 }, { size: '1', replicas: 2, limits: { cpu: '2' } }, entries),
    ).toEqual(['.spec.limits.cpu person kubectl']);
  });
});
