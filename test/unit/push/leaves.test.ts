import { describe, expect, test } from 'vitest';
import type { Deployer } from '../../../src/drift/types.ts';
import type { DeployerSettings } from '../../../src/guard/types.ts';
import { leavesWords } from '../../../src/push/leaves.ts';
import { recreates } from '../../../src/push/recreates.ts';

const SETTINGS: DeployerSettings = {
  automated: true,
  selfHeal: false,
  prune: true,
  suspended: false,
  url: null,
  path: null,
  revision: null,
  policy: {
    by: 'Argo CD',
    idle: 'Argo CD self-heal is off',
    halted: null,
    unsure: null,
    unpruned: null,
    within: 'within seconds',
    extras: 'kept',
    appliesIgnored: true,
    isClientSide: true,
    next: 'the next sync',
  },
};
const object = (
  annotations: Readonly<Record<string, string>> = {},
  labels: Readonly<Record<string, string>> = {},
) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'shop', annotations, labels },
});

describe('what becomes of an object that leaves git', () => {
  test.each<readonly [Deployer | null, Partial<DeployerSettings> | null, Record<string, string>, RegExp]>([
    ['argocd', {}, {}, /Argo CD deletes it at the next sync/],
    ['argocd', { prune: false }, {}, /when somebody syncs with pruning/],
    ['argocd', null, {}, /at a sync that prunes/],
    ['argocd', {}, { 'argocd.argoproj.io/sync-options': 'Prune=false' }, /it stays/],
    ['flux', {}, {}, /Flux deletes it at the next reconciliation/],
    ['flux', { prune: false }, {}, /does not prune here/],
    ['flux', { suspended: true, prune: false }, {}, /suspended/],
    ['flux', {}, { 'kustomize.toolkit.fluxcd.io/prune': 'Disabled' }, /it stays/],
    ['helm', null, {}, /the next helm upgrade deletes it/],
    ['helm', null, { 'helm.sh/resource-policy': 'keep' }, /it stays/],
    ['gitops', null, {}, /apply --prune/],
    [null, null, {}, /nobody is known to prune it/],
  ])('%s, %j, %j: %s', (deployer, settings, annotations, words) => {
    const asked = settings === null ? null : { ...SETTINGS, ...settings };
    expect(leavesWords(object(annotations), deployer, asked)).toMatch(words);
  });
});

describe('whether a deployer recreates what cannot be changed', () => {
  test.each<readonly [Deployer, Record<string, string>, boolean]>([
    ['argocd', { 'argocd.argoproj.io/sync-options': 'Prune=false, Replace=true' }, true],
    ['argocd', { 'argocd.argoproj.io/sync-options': 'Force=true' }, true],
    ['argocd', { 'argocd.argoproj.io/sync-options': 'Replace=false' }, false],
    ['flux', { 'kustomize.toolkit.fluxcd.io/force': 'Enabled' }, true],
    ['flux', { 'argocd.argoproj.io/sync-options': 'Replace=true' }, false],
    ['helm', { 'kustomize.toolkit.fluxcd.io/force': 'enabled' }, false],
  ])('%s with %j: %s', (deployer, annotations, would) => {
    expect(recreates(object(annotations), deployer)).toBe(would);
  });

  test('Flux reads the label as well', () => {
    expect(recreates(object({}, { 'kustomize.toolkit.fluxcd.io/force': 'enabled' }), 'flux')).toBe(true);
  });
});
