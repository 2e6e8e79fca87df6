import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderHelm } from '../../../src/render/helm/render.ts';
import type { Root } from '../../../src/render/types.ts';
import { depsWith, failureOf, named, namesOf, target, treeOf } from '../fixture.ts';
import { chart, root } from './web-chart.ts';

describe.each(['helm3', 'helm4'] as const)('%s', (helm) => {
  test('renders for the cluster, with CRDs, without hooks and nulls', async () => {
    const rendering = await renderHelm(root, await treeOf(chart), target, await depsWith(helm));
    expect(namesOf(rendering).toSorted()).toEqual([
      'ConfigMap cache',
      'CustomResourceDefinition cards.shop',
      'CustomResourceDefinition carts.shop',
      'Deployment shop',
      'ServiceMonitor web',
    ]);
    expect(named(rendering, 'Deployment').object.metadata).toEqual({
      name: 'shop',
      namespace: 'shop',
      labels: { app: 'web' },
    });
    expect(named(rendering, 'ServiceMonitor').object.metadata.annotations).toEqual({ kube: 'v1.36.3' });
    expect(rendering.problems).toEqual([]);
  });

  test('hands on what each deploy makes anew: its hooks, and not those of a test, remembered or not', async () => {
    const tree = await treeOf(chart);
    const deps = await depsWith(helm);
    for (const _ of ['first', 'again']) {
      const { perDeploy } = await renderHelm(root, tree, target, deps);
      expect(
        perDeploy.map(({ object, origin }) => `${object.kind} ${object.metadata.name}: ${origin.file}`),
      ).toEqual(['Job migrate: charts/web/templates/hook.yaml']);
    }
  });

  test('tells the file of every object', async () => {
    const { manifests } = await renderHelm(root, await treeOf(chart), target, await depsWith(helm));
    const files = manifests.map(({ object, origin }) => `${object.metadata.name}: ${origin.file}`);
    expect(files.toSorted()).toEqual([
      'cache: charts/web/charts/cache/templates/cm.yaml',
      'cards.shop: charts/web/crds/cards.yaml',
      'carts.shop: charts/web/crds/cards.yaml',
      'shop: charts/web/templates/deployment.yaml',
      'web: charts/web/templates/monitor.yaml',
    ]);
  });

  test('builds missing dependencies in a copy', async () => {
    const tree = await treeOf({
      ...chart,
      'shared/Chart.yaml': 'apiVersion: v2\nname: shared\nversion: 0.1.0\n',
      'shared/templates/cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: shared\n',
      'charts/web/Chart.yaml': `${chart['charts/web/Chart.yaml']}dependencies:
- name: shared
  version: 0.1.0
  repository: file://../../shared
`,
    });
    const rendering = await renderHelm(root, tree, target, await depsWith(helm));
    expect(named(rendering, 'ConfigMap', 'shared').origin.file).toBe('shared/templates/cm.yaml');
    expect(await readdir(join(tree.dir, 'charts/web/charts'))).toEqual(['cache']);
    expect(await readdir(join(tree.dir, 'charts/web'))).not.toContain('Chart.lock');
  });
});

test('helm is missed by name', async () => {
  expect(await failureOf(renderHelm, root, await treeOf(chart), await depsWith())).toMatchObject({
    code: 'RENDERER_MISSING',
    message: 'charts/web needs helm, which is not in PATH',
    hint: 'install Helm: https://helm.sh/docs/intro/install',
  });
});

test('a directory without a chart is not asked of helm', async () => {
  const nowhere: Root = { kind: 'helm', path: 'env' };
  expect(await failureOf(renderHelm, nowhere, await treeOf(chart), await depsWith())).toMatchObject({
    code: 'NO_SUCH_PATH',
    message: 'env has no Chart.yaml',
  });
});
