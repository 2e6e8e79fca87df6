import { type Cases, configMap, deployment } from './case.ts';

/** Directories of manifests, as Argo CD reads them. */
export const directories: Cases = {
  'a directory, its own files alone': {
    files: {
      'app/web.yaml': deployment,
      'app/b.yml': `${configMap('b')}---\n${configMap('c')}`,
      'app/d.json': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"d"}}',
      'app/list.yaml': `apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: ConfigMap, metadata: {name: e}}\n`,
      'app/README.md': 'none\n',
      'app/values.yaml': 'not: a manifest\n',
      'app/deeper/f.yaml': configMap('f'),
    },
  },
  'what is below as well': {
    files: {
      'app/a.yaml': configMap('a'),
      'app/x/y/b.yaml': configMap('b'),
      'app/.hidden/c.yaml': configMap('c'),
    },
    source: { directory: { recurse: true } },
  },
  'a star that matches a slash': {
    files: {
      'app/a.yaml': configMap('a'),
      'app/x/y/b.yaml': configMap('b'),
      'app/x/y/b.json': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"json"}}',
    },
    source: { directory: { recurse: true, include: 'x*.yaml' } },
  },
  'alternatives, and what is left out of them': {
    files: {
      'app/a.yaml': configMap('a'),
      'app/b.yaml': configMap('b'),
      'app/c.yaml': configMap('c'),
      'app/x/a.yaml': configMap('xa'),
    },
    source: { directory: { recurse: true, include: '{a.yaml,b.yaml,x/*}', exclude: '[!a]*a.yaml' } },
  },
  'a glob that is broken': {
    files: { 'app/a.yaml': configMap('a') },
    source: { directory: { exclude: 'a[' } },
  },
  'a namespace of its own, and objects of the cluster': {
    files: {
      'app/a.yaml': configMap('a', '{}', ', namespace: elsewhere'),
      'app/b.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: web}\n',
    },
  },
  'several objects in a JSON file': {
    files: {
      'app/d.json':
        '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"d"}}\n{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"e"}}',
    },
    refused: 'app/d.json does not hold exactly one object, as Argo CD wants of JSON',
  },
  'a list of objects in a JSON file': {
    files: { 'app/d.json': '[{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"d"}}]' },
    refused: 'app/d.json does not hold exactly one object, as Argo CD wants of JSON',
  },
  'a path written otherwise': {
    files: { 'app/a.yaml': configMap('a') },
    source: { path: './app/' },
  },
  'jsonnet beside manifests, with variables and libraries': {
    files: {
      'app/a.yaml': configMap('a'),
      'app/one.jsonnet': `local lib = import 'lib.libsonnet'; function(size, name) lib.map('one', { size: std.toString(size + 1), name: name, env: std.extVar('env'), app: std.extVar('app'), n: std.toString(std.extVar('n').a) })`,
      'app/two.jsonnet': `function(size, name) [ (import 'beside.libsonnet') + { metadata: { name: 'two' } }, { apiVersion: 'v1', kind: 'List', items: [ { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'three' } } ] } ]`,
      'app/beside.libsonnet': `{ apiVersion: 'v1', kind: 'ConfigMap' }`,
      'shared/lib.libsonnet': `{ map(name, data):: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: name }, data: data } }`,
      'vendor/lib.libsonnet': `error 'not asked for'`,
    },
    source: {
      directory: {
        jsonnet: {
          libs: ['shared'],
          extVars: [
            { name: 'env', value: 'prod' },
            { name: 'app', value: '$ARGOCD_APP_NAME' },
            { name: 'n', value: '{ a: 1 }', code: true },
          ],
          tlas: [
            { name: 'size', value: '41', code: true },
            { name: 'name', value: 'x' },
          ],
        },
      },
    },
  },
  'nothing but jsonnet, below': {
    files: { 'app/x/one.jsonnet': `{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one' } }` },
    source: { directory: { recurse: true } },
  },
  'jsonnet that is switched off': {
    files: { 'app/a.yaml': configMap('a'), 'app/one.jsonnet': `error 'evaluated'` },
    config: { 'jsonnet.enable': 'false' },
  },
  'objects that jsonnet nests': {
    files: { 'app/one.jsonnet': `{ a: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one' } } }` },
    refused: 'app/one.jsonnet lacks apiVersion',
  },
  'a path that is not there': {
    files: { 'other/a.yaml': configMap('a') },
    refused: 'app does not exist',
  },
  'a path that leads out of the repository': {
    files: { 'app/a.yaml': configMap('a') },
    source: { path: '../app' },
    refused: 'the path ../app leads out of the repository',
  },
  'two types at once': {
    files: { 'app/a.yaml': configMap('a') },
    source: { directory: { recurse: true }, helm: { releaseName: 'x' } },
    refused: 'the source is helm and directory at once',
  },
  'a type that says nothing': {
    files: {
      'app/kustomization.yaml': 'resources: [a.yaml]\nnamePrefix: x-\n',
      'app/a.yaml': configMap('a'),
    },
    source: { directory: { recurse: false, jsonnet: {} }, helm: { valueFiles: [] } },
  },
  'manifests, whatever else stands there': {
    files: {
      'app/kustomization.yaml': 'resources: [a.yaml]\nnamePrefix: x-\n',
      'app/a.yaml': configMap('a'),
    },
    source: { directory: { include: '*.yaml' } },
  },
};
