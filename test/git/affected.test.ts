import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { affectedRoots, mayAffectFound } from '../../src/engine/push/commits/affected.ts';
import { pushedViews } from '../../src/git/commits/view.ts';
import { findRoots } from '../../src/render/find.ts';
import type { Root } from '../../src/render/types.ts';
import { type Files, history, type Step } from '../support/history.ts';
import { repository, type TestRepository } from '../support/repository.ts';
import { git, open } from './fixture.ts';

function firstStep(): Step {
  const [step] = history(1, 1);
  if (step === undefined) throw new Error('a history has a first commit');
  return step;
}

function layOut({ dir }: TestRepository, files: Files | Readonly<Record<string, string>>): void {
  for (const [path, text] of files instanceof Map ? files : Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    rmSync(join(dir, path), { force: true, recursive: true });
    if (text.startsWith('link:')) symlinkSync(text.slice('link:'.length), join(dir, path));
    else writeFileSync(join(dir, path), text);
  }
}

async function affectedBy(
  repo: TestRepository,
  before: readonly Root[],
  after: readonly Root[] = before,
  range: readonly [string | null, string] = ['HEAD~1', 'HEAD'],
): Promise<readonly string[]> {
  const push = await pushedViews(await open(repo.dir), ...range);
  const affected = await affectedRoots(before, after, push);
  return affected
    .map(({ root, status }) => (status === 'changed' ? root.path : `${status} ${root.path}`))
    .sort();
}

describe('of a repository with everything that roots read', () => {
  const step = firstStep();
  const all = step.roots.map(({ path }) => path).toSorted();
  const five = 'overlays/five';
  test.each<readonly [path: string, text: string | null, affected: readonly string[]]>([
    ['bases/a/web.yaml', 'x', ['bases/b', 'overlays/four', 'overlays/one']],
    ['bases/a/motd.txt', null, ['bases/b', 'overlays/four', 'overlays/one']],
    ['bases/a/README.md', 'x', []],
    ['bases/c/c.env', 'A=2', ['bases/c', five, 'overlays/three', 'overlays/two']],
    ['bases/c/.gitattributes', '* text', ['bases/c', five, 'overlays/three', 'overlays/two']],
    ['shared/text.txt', 'x', ['bases/b', 'jsonnet/app', 'overlays/four', 'overlays/one']],
    ['shared/linked.yaml', 'x', ['charts/lib', 'charts/plain', 'overlays/three', 'plain']],
    ['shared/values.yaml', null, ['charts/web']],
    ['parts/zone/zone.yaml', 'x', ['bases/b', 'bases/c', 'charts/lib', 'overlays/two']],
    ['overlays/two/notes.txt', 'x', []],
    ['overlays/two/Kustomization', 'x', ['overlays/two']],
    ['alias', 'link:bases/a', ['overlays/three']],
    ['overlays/three/replace.yaml', 'x', ['overlays/three']],
    ['overlays/four/four.yaml', 'x', ['overlays/four']],
    ['overlays/four/made.txt', null, ['overlays/four']],
    ['plugins/patch.yaml', 'x', ['overlays/four']],
    ['overlays/five/db.yaml', 'x', [five]],
    ['overlays/five/more.yaml', 'x', [five]],
    ['overlays/five/charts/db/new.txt', 'x', [five]],
    ['charts/lib/templates/cm.yaml', 'x', ['charts/lib', 'charts/web']],
    ['charts/web/.helmignore', 'x', ['charts/web']],
    ['charts/web/charts/lib-0.1.0.tgz', 'x', ['charts/web']],
    ['vendor/v.libsonnet', 'x', ['jsonnet/app', 'jsonnet/other']],
    ['lib/v.libsonnet', 'x', ['jsonnet/app', 'jsonnet/other']],
    ['jsonnet/app/k.libsonnet', 'x', ['jsonnet/app']],
    ['jsonnet/other/main.jsonnet', 'x', ['jsonnet/other']],
    ['plain/new.yml', 'x', ['plain']],
    ['plain/README.md', 'x', []],
    ['plain/below/two.yaml', 'x', []],
    ['deep/c/d/new.json', 'x', ['deep']],
    ['deep/b/skip.yaml', 'x', []],
    ['flux/below/new.yaml', 'x', ['flux']],
    ['flux/kustomization.yaml', 'x', ['flux']],
    ['flux/below/.sourceignore', 'x', ['charts/lib', 'flux']],
    ['argo/new.yaml', 'x', ['argo']],
    ['argo/app.json', 'x', []],
    ['argo/only.jsonnet', 'x', ['charts/lib']],
    ['env/prod.values', 'x', ['charts/lib']],
    ['env/lacking.yaml', 'x', ['charts/lib']],
    ['env/motd.txt', null, ['charts/lib']],
    ['parts/lacking/kustomization.yaml', 'x', ['bases/c', 'charts/lib']],
    ['docs/README.md', 'x', []],
    ['.gitattributes', '* text', all],
  ])('%s', async (path, text, affected) => {
    const repo = repository();
    layOut(repo, new Map(step.files));
    repo.commit({});
    if (text === null) rmSync(join(repo.dir, path));
    else layOut(repo, { [path]: text });
    repo.commit({});
    expect(await affectedBy(repo, step.roots)).toEqual(affected);
  });
});

const app: Root = { kind: 'kustomize', path: 'app' };

test('a base that is renamed affects what named it and what names it', async () => {
  const repo = repository({
    'app/kustomization.yaml': 'resources: [../old]\n',
    'old/kustomization.yaml': 'a: b\n',
  });
  repo.git('mv', 'old', 'new');
  repo.commit({});
  expect(await affectedBy(repo, [app])).toEqual(['app']);
});

test('a file that is named and was missing affects whoever named it', async () => {
  const repo = repository({ 'app/kustomization.yaml': 'resources: [a.yaml, ../base]\n' });
  repo.commit({ 'app/a.yaml': 'x' });
  repo.commit({ 'base/Kustomization': 'x: y' });
  expect(await affectedBy(repo, [app], [app], ['HEAD~2', 'HEAD~1'])).toEqual(['app']);
  expect(await affectedBy(repo, [app])).toEqual(['app']);
});

test.each([
  ['escaped', 'resources: ["\\x61.yaml"]\n'],
  ['folded', 'resources:\n- "a\\\n  .yaml"\n'],
  ['binary', 'resources: [!!binary YS55YW1s]\n'],
  ['by a way round', 'resources: [.././app//b/../a.yaml]\n'],
  ['in upper case', 'RESOURCES: [a.yaml]\n'],
  ['in the first of several documents', 'resources: [a.yaml]\n---\nresources: []\n'],
  ['in one of two fields of a name', 'resources: [b.yaml]\nresources: [a.yaml]\n'],
  ['in UTF-16', '\ufeffresources: [a.yaml]\n'],
])('a name that is written %s is a name', async (how, text) => {
  const repo = repository({ 'app/a.yaml': '1', 'app/b.yaml': '1' });
  writeFileSync(join(repo.dir, 'app/kustomization.yaml'), text, how.includes('16') ? 'utf16le' : 'utf8');
  repo.commit({});
  repo.commit({ 'app/a.yaml': '2' });
  expect(await affectedBy(repo, [app])).toEqual(['app']);
});

test('links that lead to each other end', async () => {
  const repo = repository({
    'a/x.yaml': '1',
    'b/y.yaml': '1',
    'app/kustomization.yaml': 'resources: [../a/l/m/x.yaml]\n',
  });
  layOut(repo, { 'a/l': 'link:../b', 'b/m': 'link:../a', loop: 'link:loop' });
  repo.commit({});
  repo.commit({ 'a/x.yaml': '2' });
  expect(await affectedBy(repo, [app])).toEqual(['app']);
});

test('roots come, go and are configured otherwise', async () => {
  const repo = repository({ 'README.md': 'x' });
  repo.commit({ 'README.md': 'y' });
  const chart: Root = { kind: 'helm', path: 'chart', helm: { release: 'a' } };
  const other: Root = { kind: 'helm', path: 'chart', helm: { release: 'b' } };
  expect(await affectedBy(repo, [app, chart], [chart, other])).toEqual(['added chart', 'removed app']);
  expect(await affectedBy(repo, [chart, other], [{ ...other, namespace: 'x' }, chart])).toEqual(['chart']);
  expect(await affectedBy(repo, [chart, other], [other])).toEqual(['removed chart']);
});

test('what a plugin renders is affected by its directory, what is in another repository by nothing', async () => {
  const why = (code: string) => ({ code, message: 'not here', hint: null });
  const repo = repository({ 'app/a.txt': '1', 'far/a.txt': '1' });
  repo.commit({ 'app/a.txt': '2', 'far/a.txt': '2' });
  const roots: readonly Root[] = [
    { kind: 'unrendered', path: 'app', unrendered: why('PLUGIN') },
    { kind: 'unrendered', path: 'far', unrendered: why('OTHER_REPOSITORY') },
  ];
  expect(await affectedBy(repo, roots)).toEqual(['app']);
});

test('a first push affects every root', async () => {
  const repo = repository({ 'app/kustomization.yaml': 'resources: []\n', 'README.md': 'x' });
  expect(await affectedBy(repo, [], [app], [null, 'HEAD'])).toEqual(['added app']);
});

test('a submodule affects what is read from it', async () => {
  const inner = repository({ 'base/kustomization.yaml': 'resources: []\n' });
  const repo = repository({
    'app/kustomization.yaml': 'resources: [../sub/base]\n',
    'web/kustomization.yaml': 'a: b\n',
  });
  git(repo.dir, 'submodule', '--quiet', 'add', inner.dir, 'sub');
  repo.commit({});
  inner.commit({ 'base/kustomization.yaml': 'namePrefix: x-\n' });
  git(join(repo.dir, 'sub'), 'pull', '--quiet', 'origin', 'main');
  repo.commit({});
  expect(await affectedBy(repo, [app, { kind: 'kustomize', path: 'web' }])).toEqual(['app']);
});

test('what is in a submodule may lead out of it again, which its commit does not tell', async () => {
  const inner = repository({
    'base/kustomization.yaml': 'resources: [../../shared]\n',
    'chart/Chart.yaml': 'name: web\ndependencies: [{name: lib, repository: "file://../../shared"}]\n',
    'lib.libsonnet': "import 'shared/all.libsonnet'",
  });
  const repo = repository({
    'app/kustomization.yaml': 'resources: [../sub/base]\n',
    'jobs/main.jsonnet': "import '../sub/lib.libsonnet'",
    'shared/kustomization.yaml': 'resources: []\n',
    'shared/all.libsonnet': '{}',
    'web/kustomization.yaml': 'a: b\n',
  });
  git(repo.dir, 'submodule', '--quiet', 'add', inner.dir, 'sub');
  repo.commit({});
  repo.commit({ 'shared/kustomization.yaml': 'namePrefix: x-\n', 'shared/all.libsonnet': '{a: 1}' });
  const roots: readonly Root[] = [
    app,
    { kind: 'helm', path: 'sub/chart' },
    { kind: 'jsonnet', path: 'jobs', jsonnet: { libs: ['.'] } },
    { kind: 'kustomize', path: 'web' },
  ];
  expect(await affectedBy(repo, roots)).toEqual(['app', 'jobs', 'sub/chart']);
});

test('the roots of a commit are found without laying it out', async () => {
  const repo = repository({
    'app/kustomization.yaml': 'resources: [../base]\n',
    'base/kustomization.yaml': 'resources: []\n',
    'charts/web/Chart.yaml': 'name: web\ndependencies: [{name: lib, repository: "file://../lib"}]\n',
    'charts/lib/Chart.yaml': 'name: lib\n',
  });
  const push = await pushedViews(await open(repo.dir), null, 'HEAD');
  expect(await push.settle(() => findRoots(push.head))).toEqual([app, { kind: 'helm', path: 'charts/web' }]);
});

test.each([
  ['docs/README.md', false],
  ['app/README.md', false],
  ['app/a.yaml', true],
  ['base/new.yaml', false],
  ['new/kustomization.yml', true],
  ['charts/web/files/new', true],
  ['charts/Chart.yaml', true],
  ['.gitattributes', true],
])('a push of %s may affect a root that has to be found: %s', async (path, expected) => {
  const repo = repository({
    'app/kustomization.yaml': 'resources: [../base, a.yaml]\n',
    'base/kustomization.yaml': 'resources: []\n',
    'charts/web/Chart.yaml': 'name: web\n',
    'docs/README.md': 'x',
  });
  repo.commit({ [path]: 'y: z\n' });
  expect(await mayAffectFound(await pushedViews(await open(repo.dir), 'HEAD~1', 'HEAD'))).toBe(expected);
});

test('a push to a repository of plain manifests may affect the one root that it is', async () => {
  const repo = repository({ 'a.yaml': 'x' });
  repo.commit({ 'b/c.yaml': 'x' });
  expect(await mayAffectFound(await pushedViews(await open(repo.dir), 'HEAD~1', 'HEAD'))).toBe(true);
});
