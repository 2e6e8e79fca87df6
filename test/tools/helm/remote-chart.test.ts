import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { renderHelm } from '../../../src/render/helm/render.ts';
import { inputsOf, locatorFor } from '../../../src/render/render.ts';
import type { RemoteChart, Root } from '../../../src/render/types.ts';
import { type ChartRepository, serveCharts } from '../../support/servers/charts.ts';
import { depsWith, failureOf, named, target, treeOf } from '../fixture.ts';

const template = `apiVersion: v1
kind: ConfigMap
metadata: {name: {{ .Release.Name }}}
data:
  version: {{ .Chart.Version }}
  size: "{{ .Values.size }}"
  deep: "{{ .Values.deep }}"
`;

/** A repository of versions of one chart, and what was asked of it. */
function chartRepository(versions: readonly string[], templates = template): Promise<ChartRepository> {
  return serveCharts(
    versions.map((version) => ({
      'Chart.yaml': `apiVersion: v2\nname: web\nversion: ${version}\n`,
      'values.yaml': 'size: 1\ndeep: none\n',
      'templates/cm.yaml': templates,
    })),
  );
}

const rootOf = (chart: RemoteChart, helm: Root['helm'] = {}): Root => ({
  kind: 'helm',
  path: 'charts.example/web',
  namespace: 'shop',
  helm: { release: 'shop', ...helm, chart },
});

const dataOf = async (...given: Parameters<typeof renderHelm>) =>
  named(await renderHelm(...given), 'ConfigMap').object.data;

test.each(['helm3', 'helm4'] as const)(
  'one version is fetched once with %s, and takes values of the tree',
  async (helm) => {
    const charts = await chartRepository(['1.0.0', '1.1.0']);
    const deps = await depsWith(helm);
    const tree = await treeOf({ 'env/prod.yaml': 'size: 2\n' });
    const root = rootOf(
      { repository: charts.url, name: 'web', version: '1.0.0' },
      { values: ['env/prod.yaml'] },
    );
    expect(await dataOf(root, tree, target, deps)).toEqual({ version: '1.0.0', size: '2', deep: 'none' });
    expect(charts.asked).toEqual(['/index.yaml', '/web-1.0.0.tgz']);
    const other = rootOf(
      { repository: charts.url, name: 'web', version: '1.0.0' },
      { inlineValues: 'deep: 5\n' },
    );
    charts.close();
    expect(await dataOf(other, tree, target, deps)).toEqual({ version: '1.0.0', size: '1', deep: '5' });
    expect(charts.asked).toHaveLength(2);
    const kept = join(deps.env.HOME ?? '', '.cache/kubectl-gitops/charts');
    expect((await readdir(kept)).every((file) => /^[0-9a-f]{64}\.tgz$/.test(file))).toBe(true);
    expect((await stat(kept)).mode & 0o077).toBe(0);
    expect(await readdir(tree.dir)).toEqual(['env']);
  },
);

test('a range, and no version at all, are asked for each time', async () => {
  const charts = await chartRepository(['1.0.0', '1.1.0', '2.0.0-beta.1']);
  const deps = await depsWith('helm4');
  const tree = await treeOf({ 'a.txt': '' });
  for (const version of ['^1.0.0', undefined, '>=2.0.0-0']) {
    const chart = { repository: charts.url, name: 'web', ...(version === undefined ? {} : { version }) };
    const rendering = await renderHelm(rootOf(chart), tree, target, deps);
    expect(named(rendering, 'ConfigMap').object.data).toMatchObject({
      version: version === '>=2.0.0-0' ? '2.0.0-beta.1' : '1.1.0',
    });
    expect(rendering.fetched).toBe(true);
  }
  expect(charts.asked.filter((path) => path === '/index.yaml')).toHaveLength(3);
});

test('a chart that gives something else every time is fetched once and rendered each time', async () => {
  const charts = await chartRepository(
    ['1.0.0'],
    template.replace('{{ .Values.size }}', '{{ randAlphaNum 20 }}'),
  );
  const deps = await depsWith('helm4');
  const tree = await treeOf({ 'a.txt': '' });
  const root = rootOf({ repository: charts.url, name: 'web', version: '1.0.0' });
  const [one, other] = [await dataOf(root, tree, target, deps), await dataOf(root, tree, target, deps)];
  expect(one).not.toEqual(other);
  expect(charts.asked).toHaveLength(2);
});

test('its inputs are the values of the tree, and no line of it is in the tree', async () => {
  const tree = await treeOf({ 'env/prod.yaml': 'size: 2\n', 'web/templates/cm.yaml': template });
  const root = {
    ...rootOf({ repository: 'https://charts.example', name: 'web' }, { values: ['env/prod.yaml'] }),
    path: '.',
  };
  expect(await inputsOf(root, tree)).toEqual(['env/prod.yaml']);
  const manifest = {
    object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'shop' } },
    origin: { file: null, document: null, line: null, item: null },
  };
  expect(await (await locatorFor(root, tree))(manifest, [])).toBeNull();
});

test('what cannot be fetched says which chart of which repository, and never a login', async () => {
  const tree = await treeOf({ 'a.txt': '' });
  const deps = await depsWith('helm4');
  const charts = await chartRepository(['1.0.0']);
  const login = charts.url.replace('://', '://ada:secret@');
  const absent = await failureOf(
    renderHelm,
    rootOf({ repository: login, name: 'web', version: '9.9.9' }),
    tree,
    deps,
  );
  expect(absent).toMatchObject({
    code: 'RENDER_FAILED',
    message: `chart web 9.9.9 of ${charts.url} cannot be fetched`,
    hint: `see whether this works: helm pull web --repo ${charts.url} --version '9.9.9'`,
  });
  charts.close();
  const offline = await failureOf(
    renderHelm,
    rootOf({ repository: 'http://ada:secret@127.0.0.1:1', name: 'web', version: '1.0.0' }),
    tree,
    deps,
  );
  expect(offline).toMatchObject({
    code: 'NEEDS_NETWORK',
    message: 'chart web 1.0.0 of http://127.0.0.1:1 needs network to be fetched',
  });
  const registry = await failureOf(
    renderHelm,
    rootOf({ repository: 'oci://127.0.0.1:1/charts', name: 'web', version: '1.0.0' }),
    tree,
    deps,
  );
  expect(registry).toMatchObject({
    code: 'NEEDS_NETWORK',
    message: 'chart web 1.0.0 of oci://127.0.0.1:1/charts needs network to be fetched',
  });
  for (const failure of [absent, offline, registry]) expect(JSON.stringify(failure)).not.toContain('secret');
});

test('a repository is no flag and no program', async () => {
  const tree = await treeOf({ 'a.txt': '' });
  const deps = await depsWith('helm4');
  for (const chart of [
    { repository: '--post-renderer=/bin/true', name: 'web' },
    { repository: 'file:///etc', name: 'web' },
  ])
    expect(await failureOf(renderHelm, rootOf(chart), tree, deps)).toMatchObject({
      facts: ['its repository is no https:// or oci:// URL'],
    });
});
