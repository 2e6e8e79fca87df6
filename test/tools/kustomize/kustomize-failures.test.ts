import { describe, expect, test } from 'vitest';
import { renderKustomize } from '../../../src/render/kustomize/render.ts';
import type { Root } from '../../../src/render/types.ts';
import { depsWith, failureOf, treeOf } from '../fixture.ts';
import { cm } from '../shop.ts';

describe('a failing kustomization', () => {
  test.each([
    [
      'names a file that does not exist',
      {
        'kustomization.yaml': 'resources:\n- base\n',
        'base/kustomization.yaml': 'resources:\n- a.yaml\n- gone.yaml\n',
        'base/a.yaml': cm('a'),
      },
      {
        message: 'kustomize cannot render .: gone.yaml does not exist',
        facts: ['base/kustomization.yaml:3', '3 | - gone.yaml'],
        hint: 'create gone.yaml, or take it out of base/kustomization.yaml',
      },
    ],
    [
      'has broken YAML',
      {
        'kustomization.yaml': 'resources:\n- a.yaml\n',
        'a.yaml': 'apiVersion: v1\nkind: ConfigMap\n  a: b\n',
      },
      {
        message:
          'kustomize cannot render .: a.yaml is no valid YAML: the line is indented like none above it',
        facts: ['a.yaml:3:4', '3 |   a: b', '  |    ^'],
        hint: 'align it with the keys it belongs to',
      },
    ],
    [
      'patches what is not there',
      {
        'kustomization.yaml': 'resources:\n- a.yaml\npatches:\n- path: p.yaml\n',
        'a.yaml': cm('a'),
        'p.yaml': cm('b'),
      },
      {
        message: expect.stringMatching(
          /^kustomize cannot render \.: no resource matches strategic merge patch/,
        ),
        hint: 'correct the kind and name in the patch, or take the patch out',
      },
    ],
    [
      'names an object twice, however deep',
      {
        'kustomization.yaml': 'resources: [b]\n',
        'b/kustomization.yaml': 'resources: [../c]\n',
        'c/kustomization.yaml': 'resources: [a.yaml, again.yaml]\n',
        'c/a.yaml': cm('a'),
        'c/again.yaml': cm('a'),
      },
      {
        message:
          'kustomize cannot render .: may not add resource with an already registered id: ConfigMap.v1.[noGrp]/a.[noNs]',
        facts: ['again.yaml'],
        hint: 'name the resource only once',
      },
    ],
    [
      'has a field kustomize does not know',
      { 'kustomization.yaml': 'resources: []\nfoo: 1\n' },
      {
        message: 'kustomize cannot render .: invalid Kustomization: json: unknown field "foo"',
        hint: 'correct that field in the kustomization of .',
      },
    ],
    [
      'includes a remote base offline',
      { 'kustomization.yaml': 'resources:\n- https://nowhere.invalid/base//x?ref=v1\n' },
      {
        code: 'NEEDS_NETWORK',
        message: '. needs network: it includes https://nowhere.invalid/base//x?ref=v1',
        hint: 'connect to the network, or copy it into the repository',
      },
    ],
  ])('says that it %s', async (_, files, expected) => {
    const root: Root = { kind: 'kustomize', path: '.' };
    const failure = await failureOf(renderKustomize, root, await treeOf(files), await depsWith('kustomize'));
    expect(failure).toMatchObject({ code: 'RENDER_FAILED', ...expected });
  });
});
