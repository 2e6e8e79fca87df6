import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Path } from '../../../src/path.ts';
import { kustomizeInputs, locateKustomize } from '../../../src/render/kustomize/origin/origin.ts';
import { renderKustomize } from '../../../src/render/kustomize/render.ts';
import type { Root } from '../../../src/render/types.ts';
import { diskView } from '../../../src/view.ts';
import { depsWith, named, target, treeOf } from '../fixture.ts';
import { cm, prod, shop } from '../shop.ts';

describe('the way back from kustomize', () => {
  const container: Path = ['spec', 'template', 'spec', 'containers', { keys: { name: 'web' } }];
  const cases: readonly (readonly [string, string, Path, string | null])[] = [
    ['an object', 'Deployment', [], 'base/web.yaml: apiVersion: apps/v1'],
    ['an object of a List', 'ServiceAccount', [], 'base/rest.yaml: - apiVersion: v1'],
    [
      'a field of a List item',
      'ServiceAccount',
      ['automountServiceAccountToken'],
      'base/rest.yaml:   automountServiceAccountToken: false',
    ],
    ['a field of a second document', 'Service', ['spec', 'type'], 'base/rest.yaml:   type: ClusterIP'],
    [
      'a field of the base',
      'Deployment',
      [...container, 'env', { keys: { name: 'MODE' } }, 'value'],
      'base/web.yaml:           value: test',
    ],
    [
      'a patched field',
      'Deployment',
      [...container, 'resources', 'limits', 'memory'],
      'overlays/prod/memory.yaml:             memory: 128Mi',
    ],
    [
      'a field patched in place',
      'Deployment',
      ['spec', 'revisionHistoryLimit'],
      'overlays/prod/kustomization.yaml:       revisionHistoryLimit: 7',
    ],
    [
      'a field of a JSON patch in a component',
      'Deployment',
      ['spec', 'template', 'spec', 'priorityClassName'],
      'parts/zone/kustomization.yaml:       value: high',
    ],
    ['an image', 'Deployment', [...container, 'image'], 'overlays/prod/kustomization.yaml:   newTag: "2.1"'],
    ['replicas', 'Deployment', ['spec', 'replicas'], 'overlays/prod/kustomization.yaml:   count: 4'],
    [
      'a label',
      'Deployment',
      ['metadata', 'labels', 'team'],
      'overlays/prod/kustomization.yaml:     team: red',
    ],
    [
      'an annotation',
      'Service',
      ['metadata', 'annotations', 'note'],
      'overlays/prod/kustomization.yaml:   note: mine',
    ],
    [
      'the namespace',
      'Service',
      ['metadata', 'namespace'],
      'overlays/prod/kustomization.yaml: namespace: shop',
    ],
    ['a generated ConfigMap', 'ConfigMap', [], 'base/kustomization.yaml: - name: settings'],
    ['a literal', 'ConfigMap', ['data', 'colour'], 'base/kustomization.yaml:   - colour=blue'],
    ['a literal merged over', 'ConfigMap', ['data', 'size'], 'overlays/prod/kustomization.yaml:   - size=9'],
    ['a file', 'ConfigMap', ['data', 'motd.txt'], 'base/motd.txt'],
    ['a name that no file has', 'Deployment', ['metadata', 'name'], null],
    ['a field that is not rendered', 'Deployment', ['spec', 'paused'], null],
  ];

  test.each(cases)('finds %s', async (_, kind, path, expected) => {
    const tree = await treeOf(shop);
    const rendering = await renderKustomize(prod, tree, target, await depsWith('kustomize'));
    const locate = await locateKustomize(prod, tree);
    const found = await locate(named(rendering, kind), path);
    const source =
      found?.line == null
        ? undefined
        : (await readFile(join(tree.dir, found.file), 'utf8')).split('\n')[found.line - 1];
    expect(found && (source === undefined ? found.file : `${found.file}: ${source}`)).toEqual(expected);
  });

  test('guesses nothing where a replacement may have set the field', async () => {
    const tree = await treeOf({
      'kustomization.yaml': `resources: [a.yaml]
replacements:
- source: {kind: ConfigMap, name: a, fieldPath: data.from}
  targets:
  - select: {kind: ConfigMap, name: a}
    fieldPaths: [data.to]
`,
      'a.yaml': `${cm('a')}data:\n  from: x\n  to: x\n`,
    });
    const root: Root = { kind: 'kustomize', path: '.' };
    const rendering = await renderKustomize(root, tree, target, await depsWith('kustomize'));
    const locate = await locateKustomize(root, tree);
    expect(await locate(named(rendering, 'ConfigMap'), ['data', 'to'])).toBeNull();
  });

  test('knows every input', async () => {
    expect(
      await kustomizeInputs({ kind: 'kustomize', path: 'overlays/prod' }, diskView((await treeOf(shop)).dir)),
    ).toEqual([
      'base/kustomization.yaml',
      'base/motd.txt',
      'base/rest.yaml',
      'base/web.yaml',
      'overlays/prod/kustomization.yaml',
      'overlays/prod/memory.yaml',
      'parts/zone/kustomization.yaml',
    ]);
  });
});
