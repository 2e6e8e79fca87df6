import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { renderRoot } from '../../../src/render/render.ts';
import type { Root } from '../../../src/render/types.ts';
import { depsWith, target, treeOf } from '../../tools/fixture.ts';

const rendered = async (root: Root, files: Readonly<Record<string, string>>) => {
  const { manifests, warnings } = await renderRoot(root, await treeOf(files), target, await depsWith());
  expect(manifests).toEqual([]);
  return warnings.map(({ code, message, hint }) => [code, message, hint]);
};

test.each<readonly [string, Root, string, string]>([
  ['', { kind: 'plain', path: 'a.yaml' }, 'a.yaml', 'write manifests into a.yaml, or leave it out'],
  [
    '---\n# none\n---\n',
    { kind: 'plain', path: 'a.yaml' },
    'a.yaml',
    'write manifests into a.yaml, or leave it out',
  ],
  ['{}\n', { kind: 'plain', path: '.' }, '.', 'write manifests into ., or descend with -R'],
  ['x: 1\n', { kind: 'plain', path: '.', recurse: true }, '.', 'write manifests into .'],
])('%j gives nothing, and that is said', async (text, root, path, hint) => {
  expect(await rendered(root, { 'a.yaml': text })).toEqual([
    ['EMPTY', `${path} declares no object: there is nothing to compare`, hint],
  ]);
});

test('standard input without an object is named', async () => {
  const deps = { ...(await depsWith()), stdin: Readable.from(['# nothing\n']) };
  const { warnings } = await renderRoot({ kind: 'plain', path: '-' }, await treeOf({}), target, deps);
  expect(warnings).toMatchObject([{ code: 'EMPTY', hint: 'pipe manifests into it' }]);
});

test('nothing is said where something else says why', async () => {
  const job = 'apiVersion: batch/v1\nkind: Job\nmetadata:\n  generateName: once-\n';
  const said = await rendered({ kind: 'plain', path: 'a.yaml' }, { 'a.yaml': job });
  expect(said.map(([code]) => code)).toEqual(['GENERATED_NAME']);
  expect(await rendered({ kind: 'plain', path: '.' }, { 'a.yaml': 'kind: [\n' })).toEqual([]);
});
