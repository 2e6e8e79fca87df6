import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Deps } from '../../src/deps.ts';
import { openCommitViews } from '../../src/git/commits/commit-views.ts';
import { openLazyCommits } from '../../src/git/commits/lazy.ts';
import { partFor, renderAt } from '../../src/render/lazy.ts';
import { globsOf } from '../../src/render/plain/plain-files.ts';
import type { Rendering, Root } from '../../src/render/types.ts';
import { open } from '../git/fixture.ts';
import { repository, type TestRepository } from '../support/repository.ts';
import { kept } from './cache-fixture.ts';
import { depsWith, target } from './fixture.ts';
import { cm, prod, shop } from './shop.ts';
import { chart, root as release } from './helm/web-chart.ts';

const plain: Root = { kind: 'plain', path: 'plain' };
const app: Root = { kind: 'jsonnet', path: 'app' };
const roots = [prod, release, plain, app];
const files = {
  ...shop,
  ...chart,
  'plain/a.yaml': cm('a'),
  'app/main.jsonnet': `{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: importstr 'name.txt' } }`,
  'app/name.txt': 'x',
  'docs/README.md': 'x',
};

interface Rendered {
  readonly renderings: readonly Rendering[];
  /** What was laid out; null: nothing. */
  readonly laidOut: readonly string[] | null;
}

async function renderHead({ dir }: TestRepository, of: readonly Root[], deps: Deps): Promise<Rendered> {
  const opened = await open(dir);
  const { view, settle } = await openCommitViews(opened)('HEAD');
  const isWanted = await globsOf(of);
  let laidOut: readonly string[] | null = null;
  await using commit = openLazyCommits(opened, deps)('HEAD', {
    view,
    settle,
    part: () => partFor(of, view, isWanted),
  });
  const watched = {
    ...commit,
    laidOut: async () => {
      const tree = await commit.laidOut();
      laidOut = readdirSync(tree.dir, { recursive: true, encoding: 'utf8' });
      return tree;
    },
  };
  const renderings: Rendering[] = [];
  for (const root of of) renderings.push(await renderAt(root, watched, target, deps));
  return { renderings, laidOut };
}

test('what was rendered once is not laid out again, whatever else a commit changes', async () => {
  const repo = repository(files);
  const deps = await depsWith('kustomize', 'helm4', 'jsonnet');
  const first = await renderHead(repo, roots, deps);
  expect(first.renderings.map(({ manifests }) => manifests.length > 0)).toEqual([true, true, true, true]);
  expect(first.laidOut).toContain('base/web.yaml');
  expect(first.laidOut).not.toContain('docs/README.md');
  repo.commit({ 'docs/README.md': 'y' });
  const again = await renderHead(repo, roots, deps);
  expect(again.laidOut).toBeNull();
  const objects = ({ renderings }: Rendered) => JSON.stringify(renderings.map(({ manifests }) => manifests));
  expect(objects(again)).toBe(objects(first));
});

test.each([
  ['base/motd.txt', 'good bye\n', prod],
  ['env/prod.yaml', 'replicas: 8\n', release],
  ['app/name.txt', 'y', app],
  ['.gitattributes', '*.txt text eol=crlf\n', prod],
])('%s renders again', async (path, text, root) => {
  const repo = repository(files);
  const deps = await depsWith('kustomize', 'helm4', 'jsonnet');
  await renderHead(repo, [root], deps);
  expect((await renderHead(repo, [root], deps)).laidOut).toBeNull();
  repo.commit({ [path]: text });
  expect((await renderHead(repo, [root], deps)).laidOut).not.toBeNull();
});

test('a plain root is rendered from its blobs, and laid out only where git writes other files than these', async () => {
  const repo = repository(files);
  const deps = await depsWith();
  const names = ({ renderings }: Rendered) =>
    renderings.flatMap(({ manifests }) => manifests.map(({ object }) => object.metadata.name));
  const first = await renderHead(repo, [plain], deps);
  expect([first.laidOut, names(first)]).toEqual([null, ['a']]);
  repo.commit({ 'plain/b.yaml': cm('b') });
  const second = await renderHead(repo, [plain], deps);
  expect([second.laidOut, names(second)]).toEqual([null, ['a', 'b']]);
  repo.commit({ '.gitattributes': '*.yaml text eol=crlf\n' });
  const third = await renderHead(repo, [plain], deps);
  expect(third.laidOut).toContain('plain/a.yaml');
  expect(names(third)).toEqual(['a', 'b']);
  repo.git('rm', '--quiet', '.gitattributes');
  repo.git('config', 'core.autocrlf', 'true');
  repo.commit({ 'plain/c.yaml': cm('c') });
  expect((await renderHead(repo, [plain], deps)).laidOut).not.toBeNull();
});

test('line ends that git is told to write render again', async () => {
  const repo = repository(files);
  const deps = await depsWith('kustomize');
  await renderHead(repo, [prod], deps);
  repo.git('config', 'core.autocrlf', 'true');
  const { renderings, laidOut } = await renderHead(repo, [prod], deps);
  expect(laidOut).not.toBeNull();
  expect(JSON.stringify(renderings)).toContain('hello\\\\r\\\\n'.replaceAll('\\\\', '\\'));
});

test('a Secret is never kept', async () => {
  const repo = repository({
    'plain/s.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {a: b}\n',
  });
  const deps = await depsWith();
  for (const _ of ['first', 'again']) {
    const { renderings } = await renderHead(repo, [plain], deps);
    expect(renderings[0]?.manifests).toHaveLength(1);
  }
  expect(await kept(deps)).toEqual([]);
});

test('all is laid out for a root that may read anything', async () => {
  const repo = repository({
    ...files,
    'overlays/prod/kustomization.yaml': 'resources: [../../base]\ntransformers: []\n',
  });
  const { laidOut } = await renderHead(repo, [prod, plain], await depsWith('kustomize'));
  expect(laidOut).toContain('docs/README.md');
});
