import { expect, test } from 'vitest';
import { renderRoot } from '../../../src/render/render.ts';
import type { Root } from '../../../src/render/types.ts';
import { depsWith, named, namesOf, target, treeOf } from '../fixture.ts';

const chart = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: api\nversion: 0.1.0\n',
  'chart/values.yaml': 'image: api:1\n',
  'chart/templates/all.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api, labels: {team: x}}\nspec:\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n    spec: {containers: [{name: c, image: "{{ .Values.image }}"}]}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: api}\nspec: {ports: [{port: 80}]}\n',
};
const patch = (value: number) => `- {op: add, path: /spec/replicas, value: ${value}}`;

async function render(helm: Root['helm']) {
  const deps = await depsWith('helm4', 'kustomize');
  return renderRoot(
    { kind: 'helm', path: 'chart', namespace: 'shop', helm: { release: 'api', ...helm } },
    await treeOf(chart),
    target,
    deps,
  );
}

test('post-renderers change what a chart gives, one after the other, and then common metadata are set', async () => {
  const kind = { kind: 'Deployment' };
  const rendering = await render({
    postRenderers: [
      { patches: [{ patch: patch(2), target: kind }], images: [] },
      {
        patches: [{ patch: patch(3), target: kind }],
        images: [{ name: 'api', newName: 'reg/api', newTag: '2' }],
      },
    ],
    commonMetadata: { labels: { team: 'a' }, annotations: { b: 'c' } },
  });
  const { object, origin } = named(rendering, 'Deployment');
  expect(object).toMatchObject({
    metadata: { labels: { team: 'a' }, annotations: { b: 'c' } },
    spec: { replicas: 3, template: { spec: { containers: [{ image: 'reg/api:2' }] } } },
  });
  expect(origin.file).toBe('chart/templates/all.yaml');
  expect(namesOf(rendering).toSorted()).toEqual(['Deployment api', 'Service api']);
});

test('a post-renderer that fails says so', async () => {
  const patches = [{ patch: '- {op: test, path: /spec/replicas, value: 9}', target: { kind: 'Deployment' } }];
  await expect(render({ postRenderers: [{ patches, images: [] }] })).rejects.toMatchObject({
    code: 'RENDER_FAILED',
    message: 'the post-renderers of chart fail',
  });
});
