import { describe, expect, test } from 'vitest';
import { renderJsonnet } from '../../src/render/jsonnet/render.ts';
import type { Root } from '../../src/render/types.ts';
import { depsWith, failureOf, named, namesOf, target, treeOf } from './fixture.ts';

const library = `{
  cm(name):: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: name } },
}`;

describe('jsonnet', () => {
  const root: Root = { kind: 'jsonnet', path: 'app' };

  test.each([
    ['an object', `(import 'k.libsonnet').cm('a')`, ['ConfigMap a']],
    ['an array', `local k = import 'k.libsonnet'; [k.cm('a'), [k.cm('b')]]`, ['ConfigMap a', 'ConfigMap b']],
    [
      'objects in objects',
      `local k = import 'k.libsonnet'; { size: 3, web: { a: k.cm('a') }, b: k.cm('b') }`,
      ['ConfigMap b', 'ConfigMap a'],
    ],
    [
      'a List',
      `local k = import 'k.libsonnet'; { apiVersion: 'v1', kind: 'List', items: [k.cm('a'), k.cm('b')] }`,
      ['ConfigMap a', 'ConfigMap b'],
    ],
  ])('gives %s', async (_, main, expected) => {
    const tree = await treeOf({ 'app/main.jsonnet': main, 'lib/k.libsonnet': library });
    const rendering = await renderJsonnet(root, tree, target, await depsWith('jsonnet'));
    expect(namesOf(rendering)).toEqual(expected);
    expect(rendering.manifests[0]?.origin).toEqual({
      file: 'app/main.jsonnet',
      document: null,
      line: null,
      item: null,
    });
  });

  test('takes libraries, external variables and top-level arguments', async () => {
    const tree = await treeOf({
      'app/main.jsonnet': `function(name) (import 'k.libsonnet').cm(name) { data: { zone: std.extVar('zone') } }`,
      'shared/k.libsonnet': library,
    });
    const full: Root = {
      ...root,
      jsonnet: { libs: ['shared'], extVars: { zone: 'a=b' }, tlas: { name: 'web' } },
    };
    const rendering = await renderJsonnet(full, tree, target, await depsWith('jsonnet'));
    expect(named(rendering, 'ConfigMap', 'web').object.data).toEqual({ zone: 'a=b' });
  });

  test('prefers the libraries of the root to those of the repository', async () => {
    const tree = await treeOf({
      'app/main.jsonnet': `import 'x.libsonnet'`,
      'vendor/x.libsonnet': `(import 'k.libsonnet').cm('shared')`,
      'app/vendor/x.libsonnet': `(import 'k.libsonnet').cm('own')`,
      'lib/k.libsonnet': library,
    });
    const rendering = await renderJsonnet(root, tree, target, await depsWith('jsonnet'));
    expect(namesOf(rendering)).toEqual(['ConfigMap own']);
  });

  test('renders every file of a directory without main.jsonnet, and a file by itself', async () => {
    const object = (name: string) => `{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '${name}' } }`;
    const tree = await treeOf({ 'app/b.jsonnet': object('b'), 'app/a.jsonnet': object('a') });
    const deps = await depsWith('jsonnet');
    expect(namesOf(await renderJsonnet(root, tree, target, deps))).toEqual(['ConfigMap a', 'ConfigMap b']);
    const file: Root = { kind: 'jsonnet', path: 'app/b.jsonnet' };
    expect(namesOf(await renderJsonnet(file, tree, target, deps))).toEqual(['ConfigMap b']);
  });

  test('keeps the rest when one object is incomplete', async () => {
    const tree = await treeOf({
      'app/a.jsonnet': `{ kind: 'ConfigMap', metadata: { name: 'a' } }`,
      'app/b.jsonnet': `{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b' } }`,
    });
    const rendering = await renderJsonnet(root, tree, target, await depsWith('jsonnet'));
    expect(namesOf(rendering)).toEqual(['ConfigMap b']);
    expect(rendering.problems.map(({ message }) => message)).toEqual(['app/a.jsonnet lacks apiVersion']);
  });

  test.each([
    [
      'an error',
      `{ a: error 'no size' }`,
      {
        message: 'jsonnet cannot render app: no size',
        facts: [expect.stringContaining('app/main.jsonnet:1:6-21'), expect.any(String)],
        hint: 'correct app/main.jsonnet',
      },
    ],
    [
      'a missing import',
      `import 'x.libsonnet'`,
      {
        message:
          'jsonnet cannot render app: couldn\'t open import "x.libsonnet": no match locally or in the Jsonnet library paths',
        hint: 'run: jb install, or name the directory of x.libsonnet as a library',
      },
    ],
  ])('says where it finds %s', async (_, main, expected) => {
    const tree = await treeOf({ 'app/main.jsonnet': main });
    const failure = await failureOf(renderJsonnet, root, tree, await depsWith('jsonnet'));
    expect(failure).toMatchObject({ code: 'RENDER_FAILED', ...expected });
  });

  test('is missed by name', async () => {
    const tree = await treeOf({ 'app/main.jsonnet': '{}' });
    expect(await failureOf(renderJsonnet, root, tree, await depsWith())).toMatchObject({
      code: 'RENDERER_MISSING',
      message: 'app needs jsonnet, which is not in PATH',
      hint: 'run: go install github.com/google/go-jsonnet/cmd/jsonnet@latest',
    });
  });
});
