import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/drift/fields.ts';
import type { Finding } from '../../../src/drift/settle.ts';
import { explains, movedOf, statusOf } from '../../../src/drift/three-way.ts';
import type { KubeObject } from '../../../src/object.ts';
import { THING } from './schema.ts';

const sized = (size: string, more = {}): KubeObject => ({
  apiVersion: 'x/v1',
  kind: 'Thing',
  metadata: { name: 'a' },
  spec: { size, ...more },
});
const finding = {
  path: ['spec', 'size'],
  class: 'changed',
  git: '2',
  live: '3',
  owner: null,
  ignoredBy: null,
} as const;

describe('movedOf', () => {
  it('says which side left the deployed revision', () => {
    expect(movedOf(finding, { object: sized('2') }, sized('2'), sized('3'), THING)).toBe('live');
    expect(movedOf(finding, { object: sized('3') }, sized('2'), sized('3'), THING)).toBe('git');
    expect(movedOf(finding, { object: sized('1') }, sized('2'), sized('3'), THING)).toBe('both');
    expect(movedOf(finding, null, sized('2'), sized('3'), THING)).toBe('live');
  });

  it('takes what nobody but the deployer set, and no revision declared, for a default', () => {
    const declared = (owner: Finding['owner'], deployer: readonly Entry[] = []) =>
      movedOf({ ...finding, owner }, { object: sized('9', {}) }, sized('2'), sized('3'), THING, deployer);
    const undeclared = { apiVersion: 'x/v1', kind: 'Thing', metadata: { name: 'a' }, spec: {} };
    const entry = { manager: 'helm', operation: 'Update', subresource: null, time: null } as const;
    const moved = (owner: Finding['owner'], deployer: readonly Entry[] = []) =>
      movedOf({ ...finding, owner }, { object: undeclared }, sized('2'), sized('3'), THING, deployer);
    expect(moved(null)).toBe('git');
    expect(moved(entry, [{ ...entry, apiVersion: 'x/v1', fields: {} }])).toBe('git');
    expect(moved(entry)).toBe('both');
    expect(declared(null)).toBe('both');
  });

  it('takes another spelling of a quantity for the same', () => {
    expect(movedOf(finding, { object: sized('3000m') }, sized('2'), sized('3'), THING)).toBe('git');
  });
});

describe('the order of a list’s items', () => {
  const ordered = (...ports: readonly number[]) => sized('1', { ports: ports.map((port) => ({ port })) });
  const moved = (base: KubeObject, head: KubeObject, live: KubeObject) =>
    movedOf(
      { ...finding, path: ['spec', 'ports'], git: [2, 1], live: [1, 2] },
      { object: base },
      head,
      live,
      THING,
    );

  it('is told apart from what became of the items', () => {
    expect(moved(ordered(1, 2), ordered(2, 1), ordered(1, 2))).toBe('git');
    expect(moved(ordered(2, 1), ordered(2, 1), ordered(1, 2))).toBe('live');
    expect(moved(ordered(1, 2), ordered(2, 1), ordered(1, 3, 2))).toBe('git');
    expect(moved(sized('1'), ordered(2, 1), ordered(1, 2))).toBe('git');
  });
});

describe('explains', () => {
  const deployer = [
    {
      manager: 'kubectl',
      operation: 'Apply',
      subresource: null,
      time: null,
      apiVersion: 'x/v1',
      fields: { 'f:spec': { 'f:size': {} } },
    },
  ] as const;
  const person = {
    ...deployer[0],
    manager: 'kubectl',
    operation: 'Update',
    subresource: 'scale',
    fields: { 'f:spec': { 'f:replicas': {} } },
  } as const;
  const owners = { deployer, entries: [...deployer, person] };

  it('refuses a commit that differs in a field the deployer still owns', () => {
    expect(explains(sized('2'), sized('3'), owners, THING)).toBeNull();
    expect(explains(sized('3'), sized('3'), owners, THING)).toBe('exact');
  });

  it('forgives what somebody else owns now, and tells what may have been removed', () => {
    expect(explains(sized('3', { replicas: 2 }), sized('3', { replicas: 5 }), owners, THING)).toBe('exact');
    expect(explains(sized('3', { args: ['a'] }), sized('3'), owners, THING)).toBe('nearly');
  });

  it('prefers a commit that has a list in the order that live has it in', () => {
    const ordered = (...ports: readonly number[]) => sized('3', { ports: ports.map((port) => ({ port })) });
    expect(explains(ordered(1, 2), ordered(1, 2), owners, THING)).toBe('exact');
    expect(explains(ordered(2, 1), ordered(1, 2), owners, THING)).toBe('nearly');
  });

  it('refuses a commit that declares what is a default of the server still', () => {
    const nobody = { deployer, entries: deployer };
    expect(explains(sized('3', { replicas: 2 }), sized('3', { replicas: 1 }), nobody, THING)).toBeNull();
    const deployment = (replicas: number) => ({ ...sized('3', { replicas }), kind: 'Deployment' });
    expect(explains(deployment(2), deployment(1), nobody, THING)).toBeNull();
    // nobody is recorded who scales what nobody owned
    expect(explains(deployment(2), deployment(7), nobody, THING)).toBe('exact');
    expect(explains(deployment(2), deployment(0), nobody, THING)).toBe('exact');
  });
});

describe('statusOf', () => {
  const change = (moved: 'live' | 'git' | 'both', ignoredBy: string | null = null) => ({ moved, ignoredBy });

  it('sums up changes', () => {
    expect(statusOf([])).toBe('inSync');
    expect(statusOf([change('live')])).toBe('drifted');
    expect(statusOf([change('git')])).toBe('pending');
    expect(statusOf([change('git'), change('live')])).toBe('conflict');
    expect(statusOf([change('both')])).toBe('conflict');
    expect(statusOf([change('live', 'a rule')])).toBe('inSync');
  });
});
