import { execFile } from 'node:child_process';
import { readFile, rename } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import type { Deps } from '../../src/deps.ts';
import { renderRoot } from '../../src/render/render.ts';
import type { Root, Target } from '../../src/render/types.ts';
import { buildTool } from '../support/programs/build.ts';
import { folder, repository } from '../support/repository.ts';
import { depsWith, failureOf, namesOf, treeOf } from './fixture.ts';

const here: Root = { kind: 'kustomize', path: '.' };
const chart: Root = { kind: 'helm', path: '.' };
const target: Target = { kubeVersion: null, apiVersions: [] };
const run = promisify(execFile);
const cm = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;

/** Whatever is fetched from https://base.invalid comes from this repository. */
function reaching({ env, ...deps }: Deps, dir: string): Deps {
  return {
    ...deps,
    env: {
      ...env,
      PATH: `${env.PATH}:/usr/bin:/bin`,
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `url.file://${dir}.insteadOf`,
      GIT_CONFIG_VALUE_0: 'https://base.invalid/shop.git',
    },
  };
}

test('a remote base of a release is fetched once, that of a branch every time', async () => {
  const base = repository({ 'shop/kustomization.yaml': 'resources: [a.yaml]\n', 'shop/a.yaml': cm('a') });
  base.git('tag', 'v1.2.0');
  const deps = reaching(await depsWith('kustomize'), base.dir);
  const treeFor = (ref: string) =>
    treeOf({ 'kustomization.yaml': `resources: ["https://base.invalid/shop.git//shop?ref=${ref}"]\n` });
  const [release, branch] = [await treeFor('v1.2.0'), await treeFor('main')];
  for (const tree of [release, branch])
    expect(namesOf(await renderRoot(here, tree, target, deps))).toEqual(['ConfigMap a']);
  await rename(base.dir, `${base.dir}-away`);
  onTestFinished(() => rename(`${base.dir}-away`, base.dir));
  expect(namesOf(await renderRoot(here, release, target, deps))).toEqual(['ConfigMap a']);
  expect(await failureOf(renderRoot, here, branch, deps)).toMatchObject({ code: 'NEEDS_NETWORK' });
});

/** A chart repository on this machine, and how often a chart was asked for. */
async function chartRepository(template: string) {
  const helm = await buildTool('helm3');
  const dir = folder({
    'db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.2.0\n',
    'db/templates/settings.yaml': template,
  });
  await run(helm, ['package', 'db', '--destination', dir], { cwd: dir });
  let asked = 0;
  let open = true;
  const server = createServer((request, answer) => {
    const name = request.url ?? '';
    if (name.endsWith('.tgz')) asked += 1;
    if (!open) answer.writeHead(503).end();
    else
      readFile(join(dir, name)).then(
        (file) => answer.end(file),
        () => answer.writeHead(404).end(),
      );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const address = server.address();
  const url = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
  await run(helm, ['repo', 'index', '.', '--url', url], { cwd: dir });
  return {
    url,
    asked: () => asked,
    close: () => {
      open = false;
    },
  };
}

const parent = (url: string, version: string) => ({
  'Chart.yaml': `apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies: [{name: db, version: "${version}", repository: "${url}"}]\n`,
  'templates/web.yaml': cm('web'),
});

test('a chart of one version is fetched once, one of a range every time', async () => {
  const { url, asked, close } = await chartRepository(cm('db'));
  const deps = await depsWith('helm3');
  const [pinned, ranged] = [await treeOf(parent(url, '1.2.0')), await treeOf(parent(url, '^1.0.0'))];
  const names = ['ConfigMap db', 'ConfigMap web'];
  expect(namesOf(await renderRoot(chart, pinned, target, deps)).toSorted()).toEqual(names);
  expect(namesOf(await renderRoot(chart, pinned, target, deps)).toSorted()).toEqual(names);
  expect(asked()).toBe(1);
  expect(namesOf(await renderRoot(chart, ranged, target, deps)).toSorted()).toEqual(names);
  close();
  expect(namesOf(await renderRoot(chart, pinned, target, deps)).toSorted()).toEqual(names);
  await expect(renderRoot(chart, ranged, target, deps)).rejects.toThrow(/its dependency db/);
});

test('a fetched chart that gives something else every time is never kept', async () => {
  const { url, asked } = await chartRepository(`${cm('db')}data: {key: {{ randAlphaNum 8 }}}\n`);
  const deps = await depsWith('helm3');
  const tree = await treeOf(parent(url, '1.2.0'));
  await renderRoot(chart, tree, target, deps);
  await renderRoot(chart, tree, target, deps);
  expect(asked()).toBe(2);
});
