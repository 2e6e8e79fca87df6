import { describe, expect, test } from 'vitest';
import type { Path } from '../../../src/path.ts';
import { locateHelm } from '../../../src/render/helm/origin.ts';
import { renderHelm } from '../../../src/render/helm/render.ts';
import { depsWith, named, target, treeOf } from '../fixture.ts';
import { chart, root } from './web-chart.ts';

describe.each(['helm3', 'helm4'] as const)('%s', (helm) => {
  const container: Path = ['spec', 'template', 'spec', 'containers', { keys: { name: 'web' } }];
  const deployment = 'charts/web/templates/deployment.yaml';
  const cache = 'charts/web/charts/cache';
  const cases: readonly (readonly [string, string, Path, string])[] = [
    ['an object', 'Deployment', [], `${deployment}:2`],
    ['a literal', 'Deployment', ['spec', 'paused'], `${deployment}:11`],
    ['a value of the last values file', 'Deployment', ['spec', 'replicas'], 'env/prod.yaml:1'],
    ['a value of values.yaml', 'Deployment', ['spec', 'minReadySeconds'], 'charts/web/values.yaml:6'],
    ['more than one value', 'Deployment', [...container, 'image'], `${deployment}:17`],
    ['a default', 'Deployment', [...container, 'imagePullPolicy'], `${deployment}:18`],
    ['what an include brings', 'Deployment', ['metadata', 'labels', 'app'], `${deployment}:null`],
    ['a value for a subchart', 'ConfigMap', ['data', 'size'], 'charts/web/values.yaml:6'],
    ['a value of a subchart', 'ConfigMap', ['data', 'mode'], `${cache}/values.yaml:2`],
  ];

  test.each(cases)('leads back from %s', async (_, kind, path, expected) => {
    const tree = await treeOf(chart);
    const rendering = await renderHelm(root, tree, target, await depsWith(helm));
    const found = await (await locateHelm(root, tree))(named(rendering, kind), path);
    expect(`${found?.file}:${found?.line}`).toBe(expected);
  });
});
