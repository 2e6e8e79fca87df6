import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { createdNamespace } from '../../../src/discover/created-namespace.ts';
import type { KubeObject } from '../../../src/object.ts';

const application = (spec: string): KubeObject => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'shop', namespace: 'argocd' },
  spec: parse(spec),
});
const release = (spec: string): KubeObject => ({
  ...application(spec),
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: { name: 'shop', namespace: 'team' },
});
const there = 'destination: {namespace: shop}';

test.each<readonly [string, KubeObject, string | null]>([
  ['Argo CD without the option', application(there), null],
  ['another option', application(`{${there}, syncPolicy: {syncOptions: [CreateNamespace=false]}}`), null],
  ['no namespace to go to', application('{syncPolicy: {syncOptions: [CreateNamespace=true]}}'), null],
  [
    'Argo CD with the option',
    application(`{${there}, syncPolicy: {syncOptions: [Replace=true, CreateNamespace=true]}}`),
    '{name: shop}',
  ],
  [
    'with labels and annotations of its own',
    application(
      `{${there}, syncPolicy: {syncOptions: [CreateNamespace=true], managedNamespaceMetadata: {labels: {a: b, c: 1}, annotations: {}}}}`,
    ),
    '{name: shop, labels: {a: b}, annotations: {argocd.argoproj.io/sync-options: ServerSideApply=true}}',
  ],
  ['helm-controller', release('{chart: {}}'), null],
  ['helm-controller with the option', release('{install: {createNamespace: true}}'), '{name: team}'],
  [
    'helm-controller for another namespace',
    release('{targetNamespace: shop, install: {createNamespace: true}}'),
    '{name: shop}',
  ],
])('%s', (_, object, metadata) => {
  const namespace =
    metadata === null ? null : { apiVersion: 'v1', kind: 'Namespace', metadata: parse(metadata) };
  expect(createdNamespace({ object })).toEqual(namespace);
});
