import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generated, listManifests } from '../../../../src/render/flux/generate.ts';
import { sourceFilter } from '../../../../src/render/flux/source-filter.ts';
import { sourceView } from '../../../../src/render/flux/source-view.ts';
import { diskView } from '../../../../src/view.ts';
import { treeOf } from '../../../tools/fixture.ts';

async function left(
  files: readonly string[],
  ignores: Readonly<Record<string, string>>,
  ignore: string | null = null,
  only?: readonly string[],
) {
  const tree = await treeOf({ ...Object.fromEntries(files.map((file) => [file, ''])), ...ignores });
  const isIn = sourceFilter(diskView(tree.dir), { ignore, ...(only === undefined ? {} : { only }) });
  return files.filter(isIn);
}

describe('a source', () => {
  const usual = ['a.yaml', 'logo.png', '.github/ci.yaml', 'x/.sops.yaml', '.gitignore', 'sub/.gitattributes'];

  test('leaves out what a version control and a CI need', async () => {
    expect(await left(usual, {})).toEqual(['a.yaml']);
  });

  test('leaves out less once somebody says what, wherever that stands', async () => {
    const rest = ['a.yaml', 'logo.png', '.github/ci.yaml', 'x/.sops.yaml'];
    expect(await left(usual, {}, '/nothing')).toEqual(rest);
    expect(await left(usual, { 'deep/down/.sourceignore': 'b' })).toEqual(rest);
    expect(await left(usual, { '.sourceignore': '# nothing\n\n' })).toEqual(['a.yaml']);
  });

  test('of which some is copied is that, without what is never archived', async () => {
    const own = [
      'apps/base/a.yaml',
      'apps/base/logo.png',
      'apps/base/not.yaml',
      'apps/baseline/a.yaml',
      'b.yaml',
    ];
    const copied = await left([...own, 'c.yaml'], { '.sourceignore': 'not.yaml' }, null, [
      'apps/base',
      'c.yaml',
    ]);
    expect(copied).toEqual(['apps/base/a.yaml', 'c.yaml']);
  });

  const files = ['a.yaml', 'b/a.yaml', 'b/c/a.yaml', 'b/c/d.yaml', 'e/c/a.yaml', 'c'];
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['a.yaml', ['b/c/d.yaml', 'c']],
    ['/a.yaml', ['b/a.yaml', 'b/c/a.yaml', 'b/c/d.yaml', 'e/c/a.yaml', 'c']],
    ['c', ['a.yaml', 'b/a.yaml']],
    ['c/', ['a.yaml', 'b/a.yaml', 'c']],
    ['b/c', ['a.yaml', 'b/a.yaml', 'e/c/a.yaml', 'c']],
    ['**/c/a.yaml', ['a.yaml', 'b/a.yaml', 'b/c/d.yaml', 'c']],
    ['b/**', ['a.yaml', 'e/c/a.yaml', 'c']],
    ['/*\n!/b', ['b/a.yaml', 'b/c/a.yaml', 'b/c/d.yaml']],
    ['*.yaml\n!d.yaml', ['b/c/d.yaml', 'c']],
    ['b/*.yaml ', ['a.yaml', 'b/c/a.yaml', 'b/c/d.yaml', 'e/c/a.yaml', 'c']],
    ['[', files],
  ];
  test.each(cases)('told to leave out %j keeps %j', async (ignore, expected) => {
    expect(await left(files, { '.sourceignore': ignore })).toEqual(expected);
    expect(await left(files, {}, ignore)).toEqual(expected);
  });

  test('is told by directories of what is in them, and by its object last', async () => {
    expect(await left(files, { 'b/.sourceignore': 'a.yaml' })).toEqual([
      'a.yaml',
      'b/c/d.yaml',
      'e/c/a.yaml',
      'c',
    ]);
    expect(await left(files, { 'b/.sourceignore': 'a.yaml' }, '!b/a.yaml')).toContain('b/a.yaml');
  });

  test('has no links', async () => {
    const tree = await treeOf({ 'real/a.yaml': '' });
    await symlink('real', join(tree.dir, 'link'));
    const isIn = sourceFilter(diskView(tree.dir), { ignore: null });
    expect(['real/a.yaml', 'link/a.yaml', 'link'].filter(isIn)).toEqual(['real/a.yaml']);
  });
});

describe('a directory without a kustomization', () => {
  test('stands for its manifests, and for the kustomizations below it', async () => {
    const tree = await treeOf({
      'app/b.yml': '',
      'app/a.yaml': '',
      'app/c.json': '',
      'app/README.md': '',
      'app/.hidden/h.yaml': '',
      'app/sub/s.yaml': '',
      'app/sub/own/Kustomization': '',
      'app/sub/own/deep/d.yaml': '',
      'app/skipped/x.yaml': '',
      'app/.sourceignore': 'skipped/',
      'other.yaml': '',
    });
    const view = diskView(tree.dir);
    const listing = listManifests('app', sourceView(view, { ignore: null }));
    expect(generated('app', listing)).toEqual({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: ['./.hidden/h.yaml', './a.yaml', './b.yml', './sub/own', './sub/s.yaml'],
    });
  });

  test('and without manifests stands for nothing', async () => {
    const view = diskView((await treeOf({ 'app/x.txt': '' })).dir);
    expect(generated('app', listManifests('app', view))).toMatchObject({ namespace: '_placeholder' });
  });
});
