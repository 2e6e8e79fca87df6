import { mkdir, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Deps } from '../../src/deps.ts';
import { renderRoot } from '../../src/render/render.ts';
import type { Root, Target, Tree } from '../../src/render/types.ts';
import { disarm, kept, ownProgram, pack } from './cache-fixture.ts';
import { depsWith, target, treeOf } from './fixture.ts';
import { cm, prod, shop } from './shop.ts';
import { chart, root as release } from './helm/web-chart.ts';

const library = `{ cm(name):: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: name } } }`;
const app: Root = { kind: 'jsonnet', path: 'app', jsonnet: { extVars: { zone: 'a' } } };
const jsonnet = {
  'app/main.jsonnet': `local k = import 'k.libsonnet';
[k.cm('a'), import '../parts/b.jsonnet', k.cm('c') { data: { motd: importstr 'motd.txt' } }]`,
  'app/motd.txt': 'hello\n',
  'parts/b.jsonnet': `(import 'k.libsonnet').cm('b-' + std.extVar('zone'))`,
  'vendor/k.libsonnet': library,
};
const umbrella = {
  ...chart,
  'shared/Chart.yaml': 'apiVersion: v2\nname: shared\nversion: 0.1.0\n',
  'shared/templates/cm.yaml': cm('shared'),
  'charts/web/Chart.yaml': `${chart['charts/web/Chart.yaml']}dependencies:
- name: shared
  version: 0.1.0
  repository: file://../../shared
`,
};

type Files = Readonly<Record<string, string>>;
type Change = readonly [path: string, text: string];

describe.each([
  {
    name: 'helm4',
    root: release,
    files: chart,
    changes: [
      ['charts/web/Chart.yaml', 'apiVersion: v2\nname: web\nversion: 0.2.0\n'],
      ['charts/web/values.yaml', 'replicas: 9\n'],
      ['charts/web/templates/new.yaml', cm('new')],
      ['charts/web/crds/cards.yaml', cm('crd')],
      ['charts/web/charts/cache/templates/cm.yaml', cm('cache')],
      ['env/common.yaml', 'replicas: 7\n'],
      ['env/prod.yaml', 'replicas: 8\n'],
    ],
  },
  { name: 'helm3', root: release, files: chart, changes: [['env/prod.yaml', 'replicas: 8\n']] },
  {
    name: 'helm4',
    root: release,
    files: umbrella,
    changes: [['shared/templates/cm.yaml', cm('other')]],
  },
  {
    name: 'kustomize',
    root: prod,
    files: shop,
    changes: [
      ['overlays/prod/kustomization.yaml', 'resources: [../../base]\n'],
      ['overlays/prod/Kustomization', 'resources: []\n'],
      ['overlays/prod/memory.yaml', shop['overlays/prod/memory.yaml'].replace('128Mi', '256Mi')],
      ['base/kustomization.yaml', 'resources: [web.yaml]\n'],
      ['base/web.yaml', shop['base/web.yaml'].replace('replicas: 2', 'replicas: 3')],
      ['base/motd.txt', 'good bye\n'],
      ['parts/zone/kustomization.yaml', shop['parts/zone/kustomization.yaml'].replace('high', 'low')],
    ],
  },
  { name: 'kubectl', root: prod, files: shop, changes: [['base/motd.txt', 'good bye\n']] },
  {
    name: 'jsonnet',
    root: app,
    files: jsonnet,
    changes: [
      ['app/main.jsonnet', '[]'],
      ['app/motd.txt', 'good bye\n'],
      ['parts/b.jsonnet', '{}'],
      ['vendor/k.libsonnet', library.replace('v1', 'v2')],
      // found before the one that was imported
      ['app/k.libsonnet', library],
      ['app/vendor/k.libsonnet', library],
    ],
  },
] as const satisfies readonly { name: string; root: Root; files: Files; changes: readonly Change[] }[])(
  '$name renders $root.path',
  ({ name, root, files, changes }) => {
    test('once, and again after any change', async () => {
      const tree = await treeOf(files);
      const deps = await depsWith(name);
      const program = await ownProgram(deps, name);
      const first = await renderRoot(root, tree, target, deps);
      expect(first.manifests.length).toBeGreaterThan(1);
      await disarm(program);
      const hit = () => renderRoot(root, tree, target, deps);
      expect(JSON.stringify(await hit())).toBe(JSON.stringify(first));
      for (const [path, text] of changes) {
        await changed(tree, path, text, files, () => expect(hit(), path).rejects.toThrow());
        expect(await hit(), `${path} as before`).toEqual(first);
      }
    });

    test('again where what was kept is broken', async () => {
      const tree = await treeOf(files);
      const deps = await depsWith(name);
      const first = await renderRoot(root, tree, target, deps);
      const [file = ''] = await kept(deps);
      for (const broken of [
        '',
        '[',
        '{}',
        '[1]',
        '[[null,null,null,null,{}]]',
        '[[1,null,null,null,null]]',
      ]) {
        await writeFile(file, broken);
        expect(await renderRoot(root, tree, target, deps)).toEqual(first);
      }
    });
  },
);

async function changed(
  { dir }: Tree,
  path: string,
  text: string,
  files: Files,
  work: () => Promise<void>,
): Promise<void> {
  const before = files[path];
  await mkdir(dirname(join(dir, path)), { recursive: true });
  await writeFile(join(dir, path), text);
  await work();
  await (before === undefined ? rm(join(dir, path)) : writeFile(join(dir, path), before));
}

test('what a chart is told decides what it renders to', async () => {
  const tree = await treeOf(chart);
  const deps = await depsWith('helm4');
  const program = await ownProgram(deps, 'helm4');
  const renders = (root: Root, of: Target = target, env: Deps['env'] = {}) =>
    renderRoot(root, tree, of, { ...deps, env: { ...deps.env, ...env } });
  await renders(release);
  await disarm(program);
  await renders(release);
  for (const root of [
    { ...release, namespace: 'other' },
    { ...release, helm: { ...release.helm, release: 'other' } },
    { ...release, helm: { ...release.helm, values: ['env/prod.yaml', 'env/common.yaml'] } },
  ])
    await expect(renders(root)).rejects.toThrow();
  await expect(renders(release, { ...target, kubeVersion: 'v1.30.0' })).rejects.toThrow();
  await expect(renders(release, { ...target, apiVersions: [] })).rejects.toThrow();
  await expect(renders(release, target, { HELM_DEBUG: 'true' })).rejects.toThrow();
});

test('what kustomize says of a deprecated field is kept along', async () => {
  const files = { 'kustomization.yaml': 'commonLabels: {a: b}\nresources: [a.yaml]\n', 'a.yaml': cm('a') };
  const tree = await treeOf(files);
  const deps = await depsWith('kustomize');
  const program = await ownProgram(deps, 'kustomize');
  const first = await renderRoot({ kind: 'kustomize', path: '.' }, tree, target, deps);
  expect(first.warnings.map(({ message }) => message)).toEqual([expect.stringContaining('commonLabels')]);
  await disarm(program);
  expect(await renderRoot({ kind: 'kustomize', path: '.' }, tree, target, deps)).toEqual(first);
});

test('another build of a program renders again', async () => {
  const tree = await treeOf(shop);
  const deps = await depsWith('kustomize');
  const program = await ownProgram(deps, 'kustomize');
  await renderRoot(prod, tree, target, deps);
  await disarm(program, 1);
  await expect(renderRoot(prod, tree, target, deps)).rejects.toThrow();
});

const secret = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n  password: hunter2\n';
const top: Root = { kind: 'kustomize', path: '.' };
const web: Root = { kind: 'helm', path: 'charts/web' };

describe('nothing is kept of', () => {
  test.each<readonly [string, Root, Files]>([
    ['a chart with a Secret', web, { ...chart, 'charts/web/templates/secret.yaml': secret }],
    [
      'a kustomization with a Secret',
      top,
      { 'kustomization.yaml': 'resources: [s.yaml]\n', 's.yaml': secret },
    ],
    [
      'a kustomization that generates a Secret',
      top,
      { 'kustomization.yaml': 'secretGenerator: [{name: s, literals: [password=hunter2]}]\n' },
    ],
    [
      'jsonnet with a Secret',
      app,
      { 'app/main.jsonnet': `{apiVersion: 'v1', kind: 'Secret', metadata: {name: 's'}}` },
    ],
    ...[
      '{{ randAlphaNum 8 }}',
      '{{ uuidv4 }}',
      '{{ now | date "2006" }}',
      '{{ lookup "v1" "Pod" "" "" | len }}',
      '{{- $ca := genCA "ca" 1 }}{{ $ca.Cert | sha256sum }}',
      '{{ "}}" | bcrypt | sha256sum }}',
    ].map((action): readonly [string, Root, Files] => [
      `a chart with ${action}`,
      web,
      { ...chart, 'charts/web/templates/cm.yaml': `${cm('x')}data:\n  x: "x${action}"\n` },
    ]),
    [
      'a chart whose values are templates',
      web,
      {
        ...chart,
        'charts/web/values.yaml':
          'replicas: 1\nimage: {name: a, tag: b}\ncache: {size: 1}\nx: "{{ uuidv4 }}"\n',
        'charts/web/templates/cm.yaml': `${cm('x')}data:\n  x: {{ tpl .Values.x . }}\n`,
      },
    ],
    [
      'what the environment fills in',
      top,
      { 'kustomization.yaml': 'configMapGenerator: [{name: a, envs: [a.env]}]\n', 'a.env': 'A=1\nHOME\n' },
    ],
    [
      'a kustomization with a transformer',
      top,
      {
        'kustomization.yaml': 'resources: [a.yaml]\ntransformers: [t.yaml]\n',
        'a.yaml': cm('a'),
        't.yaml': `apiVersion: builtin
kind: PatchTransformer
metadata: {name: t}
path: patch.yaml
target: {kind: ConfigMap}
`,
        'patch.yaml': '- {op: add, path: /data, value: {a: b}}\n',
      },
    ],
    [
      'an import that is not written plainly',
      app,
      { ...jsonnet, 'app/main.jsonnet': `(import @'k.libsonnet').cm('a')` },
    ],
  ])('%s', async (_, root, files) => {
    const deps = await depsWith('helm4', 'kustomize', 'jsonnet');
    const { manifests } = await renderRoot(root, await treeOf(files), target, deps);
    expect(manifests.length).toBeGreaterThan(0);
    expect(await kept(deps)).toEqual([]);
  });

  test('a packed chart that is another every time', async () => {
    const tree = await treeOf({
      ...chart,
      'packed/dice/Chart.yaml': 'apiVersion: v2\nname: dice\nversion: 0.1.0\n',
      'packed/dice/templates/cm.yaml': `${cm('dice')}data:\n  eyes: "{{ randNumeric 1 }}"\n`,
    });
    const deps = await depsWith('helm4');
    await pack(join(tree.dir, 'packed'), 'dice', join(tree.dir, 'charts/web/charts/dice-0.1.0.tgz'));
    const { manifests } = await renderRoot(web, tree, target, deps);
    expect(manifests.map(({ object }) => object.metadata.name)).toContain('dice');
    expect(await kept(deps)).toEqual([]);
  });

  test('a directory that is a link: kustomize goes on from where it leads', async () => {
    const tree = await treeOf({
      'a/kustomization.yaml': 'resources: [../link]\n',
      'far/away/here/kustomization.yaml': 'resources: [../cm.yaml]\n',
      'far/away/cm.yaml': cm('away'),
      'cm.yaml': cm('near'),
    });
    await symlink('far/away/here', join(tree.dir, 'link'));
    const deps = await depsWith('kustomize');
    const { manifests } = await renderRoot({ kind: 'kustomize', path: 'a' }, tree, target, deps);
    expect(manifests.map(({ object }) => object.metadata.name)).toEqual(['away']);
    expect(await kept(deps)).toEqual([]);
  });

  test('a library beside the tree', async () => {
    const elsewhere = await treeOf({ 'k.libsonnet': library });
    const { 'vendor/k.libsonnet': _, ...rest } = jsonnet;
    const deps = await depsWith('jsonnet');
    const env = { ...deps.env, JSONNET_PATH: elsewhere.dir };
    expect((await renderRoot(app, await treeOf(rest), target, { ...deps, env })).manifests).toHaveLength(3);
    expect(await kept(deps)).toEqual([]);
  });

  test('what a script renders: it may start another program tomorrow', async () => {
    const deps = await depsWith('kustomize');
    const program = await ownProgram(deps, 'kustomize');
    const shim = join(deps.cwd, 'kustomize');
    await symlink(program, join(deps.cwd, 'real-kustomize'));
    const moved = await ownProgram(deps, 'kustomize', 'real-kustomize');
    await unlink(shim);
    await writeFile(shim, `#!/bin/sh\nexec ${moved} "$@"\n`, { mode: 0o755 });
    const { manifests } = await renderRoot(prod, await treeOf(shop), target, deps);
    expect(manifests).toHaveLength(4);
    expect(await kept(deps)).toEqual([]);
  });
});
