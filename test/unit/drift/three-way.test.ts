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

  it('refuses a commit that differs in a field the deployer still owns', () => {
    expect(explains(sized('2'), sized('3'), deployer, THING)).toBeNull();
    expect(explains(sized('3'), sized('3'), deployer, THING)).toBe('exact');
  });

  it('forgives what somebody else owns now, and tells what may have been removed', () => {
    expect(explains(sized('3', { replicas: 2 }), sized('3', { replicas: 5 }), deployer, THING)).toBe('exact');
    expect(explains(sized('3', { args: ['a'] }), sized('3'), deployer, THING)).toBe('removed');
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
