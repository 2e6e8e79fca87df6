import { readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { Deps } from '../../../src/deps.ts';
import type { Path } from '../../../src/path.ts';
import { locatorFor, renderRoot } from '../../../src/render/render.ts';
import type { Rendering, Root, Tree } from '../../../src/render/types.ts';
import { treeOf } from '../../tools/fixture.ts';

const target = { kubeVersion: null, apiVersions: [] };

async function depsWith(stdin: Deps['stdin'] = new PassThrough()): Promise<Deps> {
  const { dir } = await treeOf({ empty: '' });
  return {
    cwd: dir,
    env: { XDG_CACHE_HOME: dir },
    stdin,
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    now: () => 0,
    signal: new AbortController().signal,
  };
}

async function render(tree: Tree, root: Partial<Root> = {}): Promise<Rendering> {
  return renderRoot({ kind: 'plain', path: '.', ...root }, tree, target, await depsWith());
}

const cm = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
const names = ({ manifests }: Rendering) => manifests.map(({ object }) => object.metadata.name);
const said = ({ problems }: Rendering) => problems.map(({ code, message }) => `${code} ${message}`);

describe('a directory', () => {
  const files = {
    'b.yml': cm('b'),
    'a.yaml': cm('a'),
    'c.json': '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}}',
    'README.md': cm('readme'),
    'empty.yaml': '',
    'values.yaml': 'replicas: 3\n',
    'kustomization.yaml': 'resources: [a.yaml]\n',
    'Chart.yaml': 'apiVersion: v2\nname: x\nversion: 0.1.0\n',
    '.gitops.yaml': 'apiVersion: kubectl-gitops/v1\nkind: Config\n',
    'skipped.yaml': `# +argocd:skip-file-rendering\n${cm('skipped')}`,
    'sub/d.yaml': cm('d'),
    'sub/deep/e.yaml': cm('e'),
    '.hidden/f.yaml': cm('f'),
  };

  test('gives its own manifests, in the order of their names', async () => {
    const rendering = await render(await treeOf(files));
    expect(names(rendering)).toEqual(['a', 'b', 'c']);
    expect([rendering.problems, rendering.warnings]).toEqual([[], []]);
  });

  test('gives those below it when it recurses, but nothing hidden', async () => {
    expect(names(await render(await treeOf(files), { recurse: true }))).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('gives what globs choose, relative to it', async () => {
    const tree = await treeOf(files);
    const below = { path: 'sub', recurse: true };
    expect(names(await render(tree, { include: ['{a,b}.*'] }))).toEqual(['a', 'b']);
    expect(names(await render(tree, { recurse: true, exclude: ['sub/**', 'b.yml'] }))).toEqual(['a', 'c']);
    expect(names(await render(tree, { ...below, include: ['deep/*.yaml'] }))).toEqual(['e']);
    expect(names(await render(tree, { ...below, include: ['*.yaml'] }))).toEqual(['d']);
  });

  test('is read below a directory of the tree, origins relative to the tree', async () => {
    const { manifests } = await render(await treeOf(files), { path: 'sub' });
    expect(manifests.map(({ origin }) => origin.file)).toEqual(['sub/d.yaml']);
  });

  test('keeps the rest when a file is broken', async () => {
    const rendering = await render(await treeOf({ 'a.yaml': `${cm('a')}a: b: c\n`, 'b.yaml': cm('b') }));
    expect(names(rendering)).toEqual(['b']);
    expect(said(rendering)).toEqual([
      'INVALID_YAML a.yaml is no valid YAML: a second colon stands in the line',
    ]);
  });

  test('follows links to files of the tree, and tells of the others', async () => {
    const outside = await treeOf({ 'secret.yaml': cm('secret') });
    const tree = await treeOf({ 'real.txt': cm('linked') });
    await symlink('real.txt', join(tree.dir, 'a.yaml'));
    await symlink(join(outside.dir, 'secret.yaml'), join(tree.dir, 'b.yaml'));
    await symlink('nowhere', join(tree.dir, 'c.yaml'));
    const rendering = await render(tree);
    expect(names(rendering)).toEqual(['linked']);
    expect(rendering.warnings.map(({ message }) => message)).toEqual([
      'b.yaml is not read: it leads out of the repository',
      'c.yaml is not read: it leads nowhere',
    ]);
  });

  test('that is not there is an error of usage', async () => {
    await expect(render(await treeOf({ a: '' }), { path: 'gone' })).rejects.toMatchObject({
      code: 'NO_SUCH_PATH',
      message: 'gone does not exist',
    });
  });
});

test('a file that is named must hold objects', async () => {
  const tree = await treeOf({ 'values.yaml': '# ours\nreplicas: 3\n' });
  expect(said(await render(tree, { path: 'values.yaml' }))).toEqual([
    'NOT_KUBERNETES values.yaml:2 has neither apiVersion nor kind',
  ]);
});

test.each(['utf16le', 'utf16be'] as const)('a file in %s is read', async (encoding) => {
  const tree = await treeOf({ 'a.yaml': '' });
  const bytes = Buffer.from(`\uFEFF${cm('a')}`, 'utf16le');
  await writeFile(join(tree.dir, 'a.yaml'), encoding === 'utf16le' ? bytes : bytes.swap16());
  expect(names(await render(tree))).toEqual(['a']);
});

test('standard input is a stream of objects', async () => {
  const deps = await depsWith(Readable.from([`${cm('a')}---\n`, cm('b')]));
  const rendering = await renderRoot({ kind: 'plain', path: '-' }, { dir: '/', id: null }, target, deps);
  expect(
    rendering.manifests.map(({ object, origin }) => [object.metadata.name, origin.file, origin.line]),
  ).toEqual([
    ['a', '<stdin>', 1],
    ['b', '<stdin>', 6],
  ]);
});

test('an object that stands twice counts once, the last time', async () => {
  const tree = await treeOf({ 'a.yaml': `${cm('x')}data: {k: a}\n`, 'b.yaml': `\n${cm('x')}data: {k: b}\n` });
  const { manifests, warnings } = await render(tree);
  expect(manifests.map(({ object }) => object.data)).toEqual([{ k: 'b' }]);
  expect(warnings).toEqual([
    {
      code: 'DUPLICATE_OBJECT',
      message: 'ConfigMap x is declared twice: a.yaml:1 and b.yaml:2; the last counts',
      hint: 'keep one of the two',
      object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: null, name: 'x' },
    },
  ]);
});

describe('the way back', () => {
  const files = {
    'a.yaml': `# c\n---\n${cm('a')}data:\n  k: v\n---\nkind: List\napiVersion: v1\nitems:\n- ${cm('b').trim().replaceAll('\n', '\n  ')}\n`,
  };
  test.each<readonly [string, Path, number | null]>([
    ['a', [], 3],
    ['a', ['data', 'k'], 8],
    ['a', ['data', 'gone'], null],
    ['b', [], 13],
    ['b', ['metadata', 'name'], 16],
  ])('from %s %j is line %s', async (name, path, line) => {
    const tree = await treeOf(files);
    const manifest = (await render(tree)).manifests.find(({ object }) => object.metadata.name === name);
    if (manifest === undefined) throw new Error('not rendered');
    const locate = await locatorFor({ kind: 'plain', path: '.' }, tree);
    expect(await locate(manifest, path)).toEqual({ file: 'a.yaml', line });
  });
});

describe('what was parsed is remembered', () => {
  const many = (extra = '') => Array.from({ length: 800 }, (_, n) => cm(`a${n}`)).join('---\n') + extra;
  const root: Root = { kind: 'plain', path: 'a.yaml' };
  const cacheOf = (deps: Deps) => join(deps.env.XDG_CACHE_HOME ?? '', 'kubectl-gitops/manifests');
  const kept = (deps: Deps) => readdir(cacheOf(deps)).catch(() => []);

  test('by content, for the owner only', async () => {
    const deps = await depsWith();
    const tree = await treeOf({ 'a.yaml': many() });
    const first = await renderRoot(root, tree, target, deps);
    const [file = ''] = await kept(deps);
    expect((await stat(join(cacheOf(deps), file))).mode & 0o777).toBe(0o600);
    expect((await stat(cacheOf(deps))).mode & 0o777).toBe(0o700);
    expect(await renderRoot(root, tree, target, deps)).toEqual(first);
    await writeFile(join(tree.dir, 'a.yaml'), many('---\n') + cm('new'));
    expect((await renderRoot(root, tree, target, deps)).manifests).toHaveLength(801);
  });

  test('but nothing is believed that is broken', async () => {
    const deps = await depsWith();
    const tree = await treeOf({ 'a.yaml': many() });
    const first = await renderRoot(root, tree, target, deps);
    const [file = ''] = await kept(deps);
    for (const text of ['', '{}', '[[1]]', '[[0,1,{"kind":"x"}]]']) {
      await writeFile(join(cacheOf(deps), file), text);
      expect(await renderRoot(root, tree, target, deps)).toEqual(first);
    }
    await rm(cacheOf(deps), { recursive: true });
    await writeFile(cacheOf(deps), 'no directory');
    expect(await renderRoot(root, tree, target, deps)).toEqual(first);
  });

  test.each([
    ['a Secret', '---\napiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {p: hunter2}\n'],
    ['a quoted Secret', '---\n{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}}\n'],
    ['a Secret on a line of its own', '---\napiVersion: v1\nkind:\n  Secret\nmetadata: {name: s}\n'],
    ['a Secret in a list', '---\napiVersion: v1\nkind: SecretList\nitems: [{metadata: {name: s}}]\n'],
    ['an error', '---\na: b: c\n'],
    ['a warning', '---\napiVersion: v1\nkind: Job\nmetadata: {generateName: s}\n'],
  ])('never %s', async (_, text) => {
    const deps = await depsWith();
    const tree = await treeOf({ 'a.yaml': many(text) });
    const first = await renderRoot(root, tree, target, deps);
    expect(await kept(deps)).toEqual([]);
    expect(await renderRoot(root, tree, target, deps)).toEqual(first);
  });
});
