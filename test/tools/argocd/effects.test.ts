import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Path } from '../../../src/path.ts';
import { openReads } from '../../../src/render/reads.ts';
import { inputsOf, locatorFor, renderRoot } from '../../../src/render/render.ts';
import { openTouched } from '../../../src/render/touched.ts';
import type { Root } from '../../../src/render/types.ts';
import { diskView } from '../../../src/view.ts';
import { repository } from '../../support/repository.ts';
import { depsWith, failureOf, named, namesOf, target, treeOf } from '../fixture.ts';
import { configMap, deployment } from './case.ts';

const files = {
  'app/kustomization.yaml': `namePrefix: own-
images:
  - name: zebra
    newTag: "1"
  - name: nginx
    newTag: "2"
resources: [web.yaml]
commonAnnotations: {own: text}
`,
  'app/web.yaml': deployment,
  'app/patch.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  paused: true\n',
  'parts/two/kustomization.yaml':
    'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nreplicas:\n- name: web\n  count: 7\n',
  'elsewhere/a.yaml': configMap('a'),
};

const root: Root = {
  kind: 'kustomize',
  path: 'app',
  hooks: 'argocd',
  kustomize: {
    flags: [],
    namePrefix: 'your-',
    images: [{ name: 'registry.example/shop/web', newTag: '3' }],
    patches: [{ path: 'patch.yaml' }],
    components: ['../parts/two', '../parts/none'],
    ignoreMissingComponents: true,
  },
  decidedBy: ['app/.argocd-source.yaml'],
};

describe('a kustomization that a deployer changes', () => {
  test('is built in a copy', async () => {
    const { dir, git } = repository(files);
    const rendering = await renderRoot(root, { dir, id: null }, target, await depsWith('kustomize'));
    expect(named(rendering, 'Deployment', 'your-web').object.spec).toMatchObject({
      paused: true,
      replicas: 7,
    });
    expect(git('status', '--porcelain', '--ignored')).toBe('');
  });

  test('has lines where git says it, and none where the deployer does', async () => {
    const tree = await treeOf(files);
    const manifest = named(await renderRoot(root, tree, target, await depsWith('kustomize')), 'Deployment');
    const locate = await locatorFor(root, tree);
    const at = async (...path: Path) => {
      const found = await locate(manifest, path);
      return found === null ? null : `${found.file}:${found.line}`;
    };
    const container = (name: string) =>
      ['spec', 'template', 'spec', 'containers', { keys: { name } }, 'image'] as const;
    expect(await at()).toBe('app/web.yaml:1');
    expect(await at(...container('proxy'))).toBe('app/kustomization.yaml:6');
    expect(await at(...container('web'))).toBe('app/kustomization.yaml:null');
    expect(await at('metadata', 'annotations', 'own')).toBe('app/kustomization.yaml:8');
    expect(await at('spec', 'paused')).toBe('app/patch.yaml:5');
    expect(await at('spec', 'replicas')).toBe('parts/two/kustomization.yaml:5');
  });

  test('reads what it is given, and what decided it', async () => {
    const { dir } = await treeOf(files);
    const reads = openReads(diskView(dir), () => () => true)(root);
    const touched = [...Object.keys(files), 'app/.argocd-source.yaml', 'parts/none/kustomization.yaml'];
    expect(touched.filter(reads.touches)).toEqual([
      ...['app/kustomization.yaml', 'app/web.yaml', 'app/patch.yaml', 'parts/two/kustomization.yaml'],
      'app/.argocd-source.yaml',
    ]);
    expect(await inputsOf(root, { dir, id: null })).toEqual([
      ...['app/kustomization.yaml', 'app/patch.yaml', 'app/web.yaml', 'parts/two/kustomization.yaml'],
      'app/.argocd-source.yaml',
    ]);
    for (const [path, isTouched] of [
      ['parts/two/kustomization.yaml', true],
      ['app/.argocd-source.yaml', true],
      ['elsewhere/a.yaml', false],
    ] as const)
      expect(openTouched([path], diskView(dir), () => () => true)(root)).toBe(isTouched);
  });

  test('is never written where a link leads', async () => {
    const outside = await treeOf({ 'kustomization.yaml': 'resources: []\n' });
    const tree = await treeOf({ 'app/a.yaml': configMap('a') });
    symlinkSync(join(outside.dir, 'kustomization.yaml'), join(tree.dir, 'app/kustomization.yaml'));
    expect(await failureOf(renderRoot, root, tree, await depsWith('kustomize'))).toMatchObject({
      message: 'the kustomization of app leads out of the repository',
    });
    expect(readFileSync(join(outside.dir, 'kustomization.yaml'), 'utf8')).toBe('resources: []\n');
  });

  test('does not read beside the repository, whatever flags say', async () => {
    const tree = await treeOf({ 'app/kustomization.yaml': 'resources: [../../../../../etc/hostname]\n' });
    const given: Root = { ...root, kustomize: { flags: ['--load-restrictor=LoadRestrictionsNone'] } };
    expect(await failureOf(renderRoot, given, tree, await depsWith('kustomize'))).toMatchObject({
      code: 'RENDER_FAILED',
    });
  });
});

const chart: Root = {
  kind: 'helm',
  path: 'chart',
  namespace: 'web',
  hooks: 'argocd',
  helm: {
    release: 'shop',
    values: ['env/prod.yaml'],
    inlineValues: 'inline: secret\nbroken: 5\n',
    parameters: [{ name: 'given', value: 'secret', forceString: true }],
    fileParameters: [{ name: 'note', path: 'env/note.txt' }],
  },
};

const chartFiles = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
  'chart/values.yaml': 'size: 1\n',
  'env/prod.yaml': 'size: 2\ninline: prod\ngiven: secret\n',
  'env/note.txt': 'note\n',
  'chart/templates/cm.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: shown
data:
  size: {{ .Values.size | quote }}
  inline: {{ .Values.inline | quote }}
  given: {{ .Values.given | quote }}
`,
};

describe('a chart that a deployer gives values', () => {
  test('has lines where a file decides, and none where the deployer does', async () => {
    const tree = await treeOf(chartFiles);
    const manifest = named(await renderRoot(chart, tree, target, await depsWith('helm4')), 'ConfigMap');
    const locate = await locatorFor(chart, tree);
    const lines = await Promise.all(
      ['size', 'inline', 'given'].map((key) => locate(manifest, ['data', key])),
    );
    expect(lines).toEqual([
      { file: 'env/prod.yaml', line: 1 },
      { file: 'chart/templates/cm.yaml', line: null },
      { file: 'chart/templates/cm.yaml', line: null },
    ]);
  });

  test('reads value files and files of parameters', async () => {
    const { dir } = await treeOf(chartFiles);
    const { touches } = openReads(diskView(dir), () => () => true)(chart);
    expect(['env/prod.yaml', 'env/note.txt', 'chart/values.yaml', 'env/other.yaml'].filter(touches)).toEqual([
      'env/prod.yaml',
      'env/note.txt',
      'chart/values.yaml',
    ]);
  });

  test('keeps them to itself: a file for nobody else, gone after, in no message', async () => {
    const deps = await depsWith();
    const bin = deps.env.PATH ?? '';
    const seen = join(bin, 'seen');
    const which = (name: string) => execFileSync('which', [name], { encoding: 'utf8' }).trim();
    for (const name of ['ls', 'cat', 'sh']) symlinkSync(which(name), join(bin, name));
    const script = `#!${which('sh')}\nfor word; do case "$word" in */values.yaml) ls -l "$word" > ${seen}; cat "$word" >> ${seen}; echo "$word" >> ${seen};; esac; done\necho "Error: failed to parse $word: given" >&2; exit 1\n`;
    writeFileSync(join(bin, 'helm'), script);
    chmodSync(join(bin, 'helm'), 0o755);
    const tree = await treeOf(chartFiles);
    const failure = await failureOf(renderRoot, chart, tree, deps);
    const [mode = '', ...rest] = readFileSync(seen, 'utf8').trim().split('\n');
    const file = rest.at(-1) ?? '';
    expect(mode).toMatch(/^-rw-------/);
    expect(rest.slice(0, -1)).toEqual(['inline: secret', 'broken: 5']);
    expect(file.startsWith(tree.dir)).toBe(false);
    expect(() => readdirSync(join(file, '..'))).toThrow('ENOENT');
    expect(JSON.stringify(failure)).not.toContain('secret');
  });

  test('a name that looks like a flag is none', async () => {
    const hostile: Root = {
      ...chart,
      helm: { release: '--post-renderer=/bin/false', kubeVersion: '--debug' },
    };
    const failure = await failureOf(renderRoot, hostile, await treeOf(chartFiles), await depsWith('helm4'));
    expect(JSON.stringify(failure)).toMatch(/invalid|name/i);
    const named_: Root = { ...chart, helm: { release: '--post-renderer=/bin/false' } };
    expect(
      await failureOf(renderRoot, named_, await treeOf(chartFiles), await depsWith('helm4')),
    ).toMatchObject({
      message: expect.stringContaining('release name'),
    });
  });
});

test('hooks, of Argo CD and of Helm, wherever they are declared', async () => {
  const hook = (name: string, annotation: string) => configMap(name, '{}', `, annotations: {${annotation}}`);
  const tree = await treeOf({
    'app/a.yaml': [
      configMap('applied'),
      hook('presync', 'argocd.argoproj.io/hook: "PreSync,Sync"'),
      hook('failed', 'argocd.argoproj.io/hook: SyncFail'),
      hook('skipped', 'argocd.argoproj.io/hook: Skip'),
      hook('installed', 'helm.sh/hook: "pre-install,post-delete"'),
      hook('tested', 'helm.sh/hook: test'),
      hook('crd', 'helm.sh/hook: crd-install'),
      hook('both', 'argocd.argoproj.io/hook: PostSync, helm.sh/hook: test'),
    ].join('---\n'),
  });
  const plain: Root = { kind: 'plain', path: 'app', hooks: 'argocd', directory: {} };
  const rendering = await renderRoot(plain, tree, target, await depsWith());
  expect(namesOf(rendering)).toEqual(['ConfigMap applied', 'ConfigMap crd']);
  expect(rendering.perDeploy.map(({ object }) => object.metadata.name)).toEqual([
    'presync',
    'installed',
    'both',
  ]);
});

test('a source that does not render leaves the others, and says that something is missing', async () => {
  const tree = await treeOf(files);
  const other: Root = {
    kind: 'unrendered',
    path: 'x',
    unrendered: { code: 'OTHER_REPOSITORY', message: 'x is elsewhere', hint: null },
  };
  const sources: Root = {
    kind: 'sources',
    path: 'app',
    sources: [{ kind: 'plain', path: 'elsewhere' }, other],
  };
  const rendering = await renderRoot(sources, tree, target, await depsWith());
  expect(namesOf(rendering)).toEqual(['ConfigMap a']);
  expect(rendering).toMatchObject({
    partial: true,
    problems: [{ code: 'OTHER_REPOSITORY', message: 'x is elsewhere' }],
  });
  expect(await failureOf(renderRoot, { ...sources, sources: [other] }, tree, await depsWith())).toMatchObject(
    { message: 'x is elsewhere' },
  );
});
