import { describe, expect, it } from 'vitest';
import { creationOf } from '../../../src/drift/unmanaged/creator.ts';
import { canBeLeftBehind, isSystemNamespace } from '../../../src/drift/unmanaged/kinds.ts';
import { isLeftBehind } from '../../../src/drift/unmanaged/unmanaged.ts';
import type { JsonObject, KubeObject } from '../../../src/object.ts';

const NOBODY = { people: [], controllers: [] };

const entry = (manager: string, time: string | null, more: JsonObject = {}): JsonObject => ({
  manager,
  operation: 'Update',
  fieldsV1: { 'f:data': {} },
  ...(time === null ? {} : { time }),
  ...more,
});

function object(kind: string, name: string, metadata: JsonObject = {}): KubeObject {
  const managedFields = [entry('kubectl-create', '2026-11-08T03:12:09Z')];
  return { apiVersion: 'v1', kind, metadata: { name, namespace: 'shop', managedFields, ...metadata } };
}

describe('what was left behind', () => {
  it.each([
    ['a ConfigMap by kubectl create', object('ConfigMap', 'stranger')],
    ['an object of which nobody is recorded', object('ServiceAccount', 'robot', { managedFields: [] })],
    ['an object of an unknown tool', object('ConfigMap', 'a', { managedFields: [entry('manager', null)] })],
    [
      'an object that a controller wrote to later',
      object('ConfigMap', 'a', {
        managedFields: [
          entry('cainjector', '2026-11-09T00:00:00Z'),
          entry('kubectl-create', '2026-11-08T00:00:00Z'),
        ],
      }),
    ],
    [
      'a custom kind of a name that every namespace has',
      { ...object('ServiceAccount', 'default'), apiVersion: 'a.io/v1' },
    ],
  ])('%s', (_, live) => {
    expect(isLeftBehind(live, NOBODY)).toBe(true);
  });

  it.each([
    ['the default ServiceAccount', object('ServiceAccount', 'default', { managedFields: [] })],
    ['the CA of the cluster', object('ConfigMap', 'kube-root-ca.crt')],
    ['what is owned', object('Pod', 'web-1', { ownerReferences: [{ kind: 'ReplicaSet', name: 'web' }] })],
    ['a release of Helm', object('Secret', 'sh.helm.release.v1.web.v3')],
    ['a release of Helm by its label', object('Secret', 'web', { labels: { owner: 'helm' } })],
    ['a token', object('Secret', 'a', { annotations: { 'kubernetes.io/service-account.name': 'robot' } })],
    [
      'a leader election',
      object('ConfigMap', 'a', { annotations: { 'control-plane.alpha.kubernetes.io/leader': '{}' } }),
    ],
    ['a certificate', object('Secret', 'a', { annotations: { 'cert-manager.io/certificate-name': 'web' } })],
    [
      'an external Secret',
      object('Secret', 'a', { labels: { 'reconcile.external-secrets.io/managed': 'true' } }),
    ],
    [
      'a sealed Secret',
      object('Secret', 'a', { annotations: { 'sealedsecrets.bitnami.com/managed': 'true' } }),
    ],
    [
      'a record of an apply',
      object('Secret', 'a', { labels: { 'applyset.kubernetes.io/id': 'applyset-1' } }),
    ],
    ['a hook', object('Pod', 'a', { annotations: { 'helm.sh/hook': 'test' } })],
    ['what a controller made', object('ConfigMap', 'a', { managedFields: [entry('istiod', null)] })],
    ['what came from git', object('ConfigMap', 'a', { managedFields: [entry('argocd-controller', null)] })],
  ])('is not %s', (_, live) => {
    expect(isLeftBehind(live, NOBODY)).toBe(false);
  });

  it('is what the configured people made, and not what the configured controllers made', () => {
    const by = (manager: string) => object('ConfigMap', 'a', { managedFields: [entry(manager, null)] });
    const lists = { people: ['kapp'], controllers: ['acme-operator'] };
    expect(isLeftBehind(by('kapp'), lists)).toBe(true);
    expect(isLeftBehind(by('acme-operator'), lists)).toBe(false);
  });
});

it('is created by whoever wrote first, status and scale left aside', () => {
  const live = object('ConfigMap', 'a', {
    creationTimestamp: '2026-11-08T03:12:09Z',
    managedFields: [
      entry('autoscaler', '2026-01-01T00:00:00Z', { subresource: 'scale' }),
      entry('kubelet', '2026-01-01T00:00:00Z', { subresource: 'status' }),
      entry('timeless', null),
      entry('kubectl-edit', '2026-11-09T03:12:09Z'),
      entry('kubectl-create', '2026-11-08T03:12:09Z'),
    ],
  });
  expect(creationOf(live)).toEqual({
    owner: {
      manager: 'kubectl-create',
      operation: 'Update',
      subresource: null,
      time: '2026-11-08T03:12:09Z',
    },
    created: '2026-11-08T03:12:09Z',
  });
});

it.each([
  ['v1', 'configmaps', true],
  ['apps/v1', 'controllerrevisions', false],
  ['v1', 'events', false],
  ['events.k8s.io/v1', 'events', false],
  ['example.com/v1', 'events', true],
  ['coordination.k8s.io/v1', 'leases', false],
  ['discovery.k8s.io/v1', 'endpointslices', false],
  ['metrics.k8s.io/v1beta1', 'pods', false],
  ['custom.metrics.k8s.io/v1beta1', 'pods/x', false],
  ['wgpolicyk8s.io/v1alpha2', 'policyreports', false],
])('%s %s can be left behind: %s', (apiVersion, plural, can) => {
  const kind = { apiVersion, plural, namespaced: true, verbs: ['create', 'list'] };
  expect(canBeLeftBehind(kind)).toBe(can);
  expect(canBeLeftBehind({ ...kind, namespaced: false })).toBe(false);
  expect(canBeLeftBehind({ ...kind, verbs: ['create'] })).toBe(false);
  expect(canBeLeftBehind({ ...kind, verbs: ['list'] })).toBe(false);
});

it('knows the namespaces that Kubernetes keeps for itself', () => {
  expect(['kube-system', 'kube-public', 'default', 'kubernetes'].map(isSystemNamespace)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
