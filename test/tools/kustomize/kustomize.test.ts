import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { kustomizeInputs } from '../../../src/render/kustomize/origin/origin.ts';
import { renderKustomize } from '../../../src/render/kustomize/render.ts';
import type { Root } from '../../../src/render/types.ts';
import { diskView } from '../../../src/view.ts';
import { depsWith, failureOf, named, namesOf, target, treeOf } from '../fixture.ts';
import { cm, prod, shop } from '../shop.ts';

describe('kustomize', () => {
  test('renders what kustomize builds, Lists flattened', async () => {
    const rendering = await renderKustomize(prod, await treeOf(shop), target, await depsWith('kustomize'));
    expect(rendering.problems).toEqual([]);
    const names = namesOf(rendering).map((name) => name.replace(/-[a-z0-9]{10}$/, '-HASH'));
    expect(names.sort()).toEqual([
      'ConfigMap prod-settings-HASH',
      'Deployment prod-web',
      'Service prod-web',
      'ServiceAccount prod-web',
    ]);
  });

  test('is asked of kubectl where there is no kustomize', async () => {
    const tree = await treeOf(shop);
    const theirs = await renderKustomize(prod, tree, target, await depsWith('kubectl'));
    const own = await renderKustomize(prod, tree, target, await depsWith('kustomize'));
    expect(theirs.manifests).toEqual(own.manifests);
  });

  test('is missed by name', async () => {
    expect(await failureOf(renderKustomize, prod, await treeOf(shop), await depsWith())).toEqual({
      code: 'RENDERER_MISSING',
      message: 'overlays/prod needs kustomize or kubectl, which is not in PATH',
      facts: [],
      hint: 'install kustomize: https://kubectl.docs.kubernetes.io',
    });
  });

  test('passes its warnings on', async () => {
    const tree = await treeOf({
      'kustomization.yaml': 'commonLabels: {a: b}\nresources: [a.yaml]\n',
      'a.yaml': cm('a'),
    });
    const root: Root = { kind: 'kustomize', path: '.' };
    const { warnings, manifests } = await renderKustomize(root, tree, target, await depsWith('kustomize'));
    expect(manifests).toHaveLength(1);
    expect(warnings).toEqual([
      { code: 'KUSTOMIZE_WARNING', message: expect.stringMatching(/commonLabels.*deprecated/), hint: null },
    ]);
  });

  test('reads files beside its directory, but none beside the repository', async () => {
    const deps = await depsWith('kustomize');
    const tree = await treeOf({
      'a/kustomization.yaml': 'resources: [../b/cm.yaml]\n',
      'b/cm.yaml': cm('b'),
    });
    const root: Root = { kind: 'kustomize', path: 'a' };
    expect(namesOf(await renderKustomize(root, tree, target, deps))).toEqual(['ConfigMap b']);
    const outside = await treeOf({
      'repo/a/kustomization.yaml': 'resources: [../../cm.yaml]\n',
      'cm.yaml': cm('b'),
    });
    const inner = { dir: join(outside.dir, 'repo'), id: null };
    expect(await failureOf(renderKustomize, root, inner, deps)).toMatchObject({
      message: expect.stringContaining('is not in or below'),
      hint: 'move the file below the kustomization that names it',
    });
  });
});

describe('kustomize charts', () => {
  test.each(['helm3', 'helm4'] as const)(
    'are rendered with %s for the cluster, outside the tree',
    async (helm) => {
      const tree = await treeOf({
        'kustomization.yaml': 'helmCharts:\n- name: web\n  releaseName: shop\n',
        'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
        'charts/web/values.yaml': '{}\n',
        'charts/web/templates/cm.yaml': `${cm('{{ .Release.Name }}')}data:\n  kube: {{ .Capabilities.KubeVersion }}\n`,
      });
      const root: Root = { kind: 'kustomize', path: '.' };
      const rendering = await renderKustomize(root, tree, target, await depsWith('kustomize', helm));
      expect(named(rendering, 'ConfigMap', 'shop').object.data).toEqual({ kube: 'v1.36.3' });
      expect(await readdir(join(tree.dir, 'charts/web'))).toEqual(['Chart.yaml', 'templates', 'values.yaml']);
      expect(await kustomizeInputs(root, diskView(tree.dir))).toEqual(['charts/web', 'kustomization.yaml']);
    },
  );

  const generator = `apiVersion: builtin
kind: HelmChartInflationGenerator
metadata: {name: web}
name: web
releaseName: shop
`;
  const chart = {
    'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
    'charts/web/values.yaml': '{}\n',
    'charts/web/templates/cm.yaml': cm('{{ .Release.Name }}'),
  };

  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ['in a file', { 'kustomization.yaml': 'generators: [web.yaml]\n', 'web.yaml': generator }],
    ['in place', { 'kustomization.yaml': `generators:\n- |\n${generator.replace(/^/gm, '  ').trimEnd()}\n` }],
    [
      'in a kustomization of generators',
      {
        'kustomization.yaml': 'generators: [made]\n',
        'made/kustomization.yaml': 'resources: [web.yaml]\n',
        'made/web.yaml': generator,
      },
    ],
  ])('that a generator %s builds are rendered as those of helmCharts', async (_, files) => {
    const tree = await treeOf({ ...chart, ...files });
    const root: Root = { kind: 'kustomize', path: '.' };
    const rendering = await renderKustomize(root, tree, target, await depsWith('kustomize', 'helm4'));
    expect(rendering.manifests.map(({ object }) => object.metadata.name)).toEqual(['shop']);
    expect(await kustomizeInputs(root, diskView(tree.dir))).toContain('charts/web');
  });

  const remote = {
    'kustomization.yaml': 'helmCharts: [{name: db, repo: "https://charts.invalid", version: 1.0.0}]\n',
  };
  const here: Root = { kind: 'kustomize', path: '.' };

  test.each([[['kustomize', 'helm4']], [['kustomize', 'helm3']], [['kubectl', 'helm3']]] as const)(
    'that are not in the tree need network: %j',
    async (names) => {
      const failure = await failureOf(renderKustomize, here, await treeOf(remote), await depsWith(...names));
      expect(failure).toMatchObject({
        code: 'NEEDS_NETWORK',
        message: '. needs network: it includes a Helm chart from https://charts.invalid',
        facts: [
          expect.stringMatching(/^looks like "https:\/\/charts.invalid" is not a valid chart repository/),
        ],
      });
    },
  );

  test('need helm', async () => {
    expect(
      await failureOf(renderKustomize, here, await treeOf(remote), await depsWith('kustomize')),
    ).toMatchObject({
      code: 'RENDERER_MISSING',
      message: '. needs helm, which is not in PATH',
    });
  });
});
