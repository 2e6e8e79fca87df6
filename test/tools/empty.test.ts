import { expect, test } from 'vitest';
import { renderRoot } from '../../src/render/render.ts';
import type { RootKind } from '../../src/render/types.ts';
import { depsWith, target, treeOf } from './fixture.ts';

test.each<readonly [RootKind, string, Readonly<Record<string, string>>, string]>([
  [
    'helm',
    'with everything switched off',
    {
      'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
      'templates/a.yaml': '{{ if .Values.on }}a: b{{ end }}\n',
    },
    'see what its values leave out: helm template .',
  ],
  [
    'jsonnet',
    'that gives an empty list',
    { 'main.jsonnet': '[]' },
    'make it give objects with apiVersion and kind',
  ],
  [
    'kustomize',
    'of an empty file',
    { 'kustomization.yaml': 'resources: [a.yaml]\n', 'a.yaml': '# later\n' },
    'name manifests under resources in the kustomization of .',
  ],
])('%s %s is said to declare nothing', async (kind, _, files, hint) => {
  const deps = await depsWith('helm4', 'jsonnet', 'kustomize');
  const { warnings } = await renderRoot({ kind, path: '.' }, await treeOf(files), target, deps);
  expect(warnings).toEqual([
    { code: 'EMPTY', message: '. declares no object: there is nothing to compare', hint },
  ]);
});
