import { describe, expect, test } from 'vitest';
import { closedInputs } from '../../../../src/render/kustomize/inputs.ts';
import { openReads } from '../../../../src/render/reads.ts';
import type { Root } from '../../../../src/render/types.ts';
import { diskView } from '../../../../src/view.ts';
import { treeOf } from '../../../tools/fixture.ts';

const root: Root = {
  kind: 'kustomize',
  path: 'app',
  kustomize: { generate: true, source: { ignore: null } },
};
const cm = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';

describe('a directory without a kustomization', () => {
  const files = {
    'app/a.yaml': cm,
    'app/own/kustomization.yaml': 'resources: [../../beside/b.yaml]\n',
    'beside/b.yaml': cm,
    'app/README.md': '',
    'other/o.yaml': cm,
  };
  const touched = [
    ['app/a.yaml', true],
    ['app/new.yml', true],
    ['app/deep/new.yaml', true],
    ['app/Kustomization', true],
    ['app/deep/Kustomization', true],
    ['app/kustomization.yaml', true],
    ['app/own/new.yaml', true],
    ['beside/b.yaml', true],
    ['.sourceignore', true],
    ['other/.sourceignore', true],
    ['app/README.md', false],
    ['app/a.json', false],
    ['other/o.yaml', false],
    ['new.yaml', false],
  ] as const;
  test.each(touched)('is touched by %s: %s', async (path, expected) => {
    const view = diskView((await treeOf(files)).dir);
    expect(openReads(view, () => () => true)(root).touches(path)).toBe(expected);
  });

  test('is made of these, and of nothing else', async () => {
    const view = diskView((await treeOf(files)).dir);
    const there = closedInputs(root, view)?.filter((path) => view.kindOf(path) !== null);
    expect(there).toEqual(['app/a.yaml', 'app/own/kustomization.yaml', 'beside/b.yaml']);
    expect(closedInputs(root, view)).toEqual(
      expect.arrayContaining(['.sourceignore', 'app/.sourceignore', 'app/Kustomization']),
    );
  });

  test('is made of what the source has', async () => {
    const view = diskView((await treeOf({ ...files, 'app/own/.sourceignore': 'kustomization.yaml\n' })).dir);
    expect(closedInputs(root, view)).not.toContain('beside/b.yaml');
  });
});

test('a component that Flux adds is read', async () => {
  const view = diskView(
    (
      await treeOf({
        'app/kustomization.yaml': 'resources: [a.yaml]\n',
        'app/a.yaml': cm,
        'c/kustomization.yaml': 'kind: Component\nresources: [b.yaml]\n',
        'c/b.yaml': cm,
      })
    ).dir,
  );
  const more: Root = { ...root, kustomize: { ...root.kustomize, components: ['../c'] } };
  const touches = (one: Root) => openReads(view, () => () => true)(one).touches;
  expect([root, more].map((one) => touches(one)('c/b.yaml'))).toEqual([false, true]);
});
