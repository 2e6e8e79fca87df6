import { expect, test } from 'vitest';
import type { Path } from '../../../src/path.ts';
import { locatorFor, renderRoot } from '../../../src/render/render.ts';
import type { KustomizeOptions, Root } from '../../../src/render/types.ts';
import { depsWith, named, target, treeOf } from '../fixture.ts';

const settings =
  'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${app}-settings\ndata:\n  plain: a\n  num: "${n}"\n  text: x-${n}\n';

async function lines(
  files: Readonly<Record<string, string>>,
  options: KustomizeOptions,
  paths: readonly Path[],
) {
  const tree = await treeOf(files);
  const root: Root = {
    kind: 'kustomize',
    path: 'app',
    kustomize: { generate: true, source: { ignore: null }, ...options },
  };
  const rendering = await renderRoot(root, tree, target, await depsWith('kustomize'));
  const locate = await locatorFor(root, tree);
  const manifest = named(rendering, 'ConfigMap');
  return Promise.all(paths.map((path) => locate(manifest, path)));
}

test('what a directory without a kustomization declares has its line, its variables replaced or not', async () => {
  const substitute = { variables: { app: 'shop', n: 'three' }, strict: false };
  const paths = [[], ['metadata', 'name'], ['data', 'plain'], ['data', 'num'], ['data', 'text']];
  expect(await lines({ 'app/s.yaml': settings }, { substitute }, paths)).toEqual(
    [1, 4, 6, 7, 8].map((line) => ({ file: 'app/s.yaml', line })),
  );
});

test('what Flux sets has no line', async () => {
  const options = { namespace: 'shop', commonMetadata: { labels: { team: 'a' }, annotations: {} } };
  const paths = [
    ['metadata', 'labels', 'team'],
    ['data', 'plain'],
  ];
  expect(await lines({ 'app/s.yaml': settings }, options, paths)).toEqual([
    null,
    { file: 'app/s.yaml', line: 6 },
  ]);
});
