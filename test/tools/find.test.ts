import { expect, test } from 'vitest';
import { findRoots, kindOfDirectory } from '../../src/render/find.ts';
import { diskView } from '../../src/view.ts';
import { treeOf } from './fixture.ts';

const web = 'apiVersion: v2\nname: web\nversion: 0.1.0\n';

test('roots are what nothing else includes', async () => {
  const { dir } = await treeOf({
    'base/kustomization.yaml': 'resources: []\n',
    'overlays/prod/kustomization.yml': 'resources: [../../base]\ncomponents: [../../parts/zone]\n',
    'overlays/test/Kustomization': 'bases: [../../base/]\n',
    'parts/zone/kustomization.yaml': 'kind: Component\n',
    'parts/unused/kustomization.yaml': 'kind: Component\n',
    'inflated/kustomization.yaml': 'helmCharts: [{name: db}]\n',
    'inflated/charts/db/Chart.yaml': web,
    'charts/web/Chart.yaml': `${web}dependencies: [{name: shared, version: 0.1.0, repository: "file://../shared"}]\n`,
    'charts/web/charts/cache/Chart.yaml': web,
    'charts/shared/Chart.yaml': web,
    'charts/library/Chart.yaml': `${web}type: library\n`,
    '.hidden/kustomization.yaml': 'resources: []\n',
    'node_modules/a/kustomization.yaml': 'resources: []\n',
    'vendor/a/kustomization.yaml': 'resources: []\n',
  });
  expect(findRoots(diskView(dir))).toEqual([
    { kind: 'helm', path: 'charts/web' },
    { kind: 'kustomize', path: 'inflated' },
    { kind: 'kustomize', path: 'overlays/prod' },
    { kind: 'kustomize', path: 'overlays/test' },
  ]);
});

test('a kustomization that cannot be read is a root: rendering it says why', async () => {
  const { dir } = await treeOf({ 'a/kustomization.yaml': 'resources: [\n' });
  expect(findRoots(diskView(dir))).toEqual([{ kind: 'kustomize', path: 'a' }]);
});

test('a tree of plain files is one root', async () => {
  const { dir } = await treeOf({ 'a/web.yaml': 'kind: Service\n' });
  expect(findRoots(diskView(dir))).toEqual([{ kind: 'plain', path: '.', recurse: true }]);
});

test.each([
  ['kustomize', ['kustomization.yaml', 'web.yaml']],
  ['helm', ['Chart.yaml', 'values.yaml']],
  ['jsonnet', ['main.jsonnet', 'settings.yaml']],
  ['jsonnet', ['a.jsonnet', 'jsonnetfile.json']],
  ['plain', ['a.jsonnet', 'web.yaml']],
  ['plain', []],
] as const)('a directory is %s when it holds %j', async (kind, files) => {
  const { dir } = await treeOf(Object.fromEntries(['README.md', ...files].map((file) => [`a/${file}`, ''])));
  expect(kindOfDirectory('a', diskView(dir))).toBe(kind);
});
