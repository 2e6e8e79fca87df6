import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GitopsError } from '../../src/errors.ts';
import { isObject } from '../../src/object.ts';
import { formatPath, type Path } from '../../src/path.ts';
import { locatorFor, renderRoot } from '../../src/render/render.ts';
import type { FieldSource, Rendering, Root, Tree } from '../../src/render/types.ts';
import { toYaml } from '../../src/source/positions.ts';
import { identityOf, type Leaf, leavesOf, mutated } from './fields.ts';
import { depsWith, target, treeOf } from './fixture.ts';

/** One folder a case: `tree/` and what of it is rendered in; objects, and where each field comes from, out. */
const folder = join(import.meta.dirname, '../golden/render');
const cases = await readdir(folder);

async function load(name: string): Promise<{ readonly root: Root; readonly tree: Tree }> {
  const root: Root = JSON.parse(await readFile(join(folder, name, 'root.json'), 'utf8'));
  const { dir } = await treeOf({});
  await cp(join(folder, name, 'tree'), dir, { recursive: true });
  return { root, tree: { dir, id: null } };
}

async function render({ root, tree }: { readonly root: Root; readonly tree: Tree }): Promise<Rendering> {
  return renderRoot(root, tree, target, await depsWith('kustomize', 'helm4', 'jsonnet'));
}

async function expectGolden(file: string, text: string): Promise<void> {
  if (process.env.UPDATE_GOLDEN === '1') await writeFile(file, text);
  expect(text).toBe(await readFile(file, 'utf8'));
}

function placed(source: FieldSource | null): string {
  if (source === null) return '-';
  return source.line === null ? source.file : `${source.file}:${source.line}`;
}

describe.each(cases)('%s', (name) => {
  test('renders to what is expected', async () => {
    const { manifests, problems, warnings } = await render(await load(name));
    const objects = manifests.map(({ object }) => toYaml(object)).join('---\n');
    const said = [...problems, ...warnings].map(({ code, message }) => `# ${code} ${message}\n`).join('');
    await expectGolden(join(folder, name, 'expected.yaml'), said + objects);
  });

  test('leads from every field to where it is declared', async () => {
    const { root, tree } = await load(name);
    const locate = await locatorFor(root, tree);
    const lines: string[] = [];
    for (const manifest of (await render({ root, tree })).manifests) {
      lines.push(`${identityOf(manifest.object)}  ${placed(await locate(manifest, []))}`);
      for (const { path, value } of leavesOf(manifest.object)) {
        if (path[0] === 'apiVersion' || path[0] === 'kind') continue;
        const source = placed(await locate(manifest, path));
        lines.push(`  ${formatPath(path)}  ${JSON.stringify(value)}  ${source}`);
      }
    }
    await expectGolden(join(folder, name, 'expected-sources.txt'), `${lines.join('\n')}\n`);
  });

  test('and what is declared there decides the field', { timeout: 600_000 }, async () => {
    const { root, tree } = await load(name);
    const undecided: string[] = [];
    for (const claims of await claimsOf(root, tree)) {
      const change = await changed(tree, claims[0]);
      if (change === null) continue;
      const after = await render({ root, tree }).catch(failedRendering).finally(change.undo);
      undecided.push(...claims.filter((claim) => after !== null && isUnchanged(claim, after)).map(claimText));
    }
    expect(undecided).toEqual([]);
  });
});

/** A field that is said to be declared on a line. */
interface Claim {
  readonly object: string;
  readonly leaf: Leaf;
  readonly source: FieldSource;
}
type Claims = readonly [Claim, ...Claim[]];

/** What is said about each line; one change to it must show in all of them. */
async function claimsOf(root: Root, tree: Tree): Promise<readonly Claims[]> {
  const locate = await locatorFor(root, tree);
  const byLine = new Map<string, Claims>();
  for (const manifest of (await render({ root, tree })).manifests) {
    for (const leaf of leavesOf(manifest.object)) {
      const source = await locate(manifest, leaf.path);
      if (source?.line == null || isIdentity(leaf.path)) continue;
      const claim = { object: identityOf(manifest.object), leaf, source };
      const key = `${placed(source)} ${JSON.stringify(leaf.value)}`;
      const others = byLine.get(key);
      byLine.set(key, others === undefined ? [claim] : [...others, claim]);
    }
  }
  return [...byLine.values()];
}

/** What finds an object or an item stands in every patch of it: each of these lines keeps it there. */
function isIdentity(path: Path): boolean {
  const [key, item] = [path.at(-1), path.at(-2)];
  if (path.length === 1) return key === 'apiVersion' || key === 'kind';
  return (
    typeof item === 'object' && 'keys' in item && typeof key === 'string' && Object.hasOwn(item.keys, key)
  );
}

function isUnchanged({ object, leaf }: Claim, { manifests }: Rendering): boolean {
  const there = manifests.find((one) => identityOf(one.object) === object);
  const path = JSON.stringify(leaf.path);
  const now = there && leavesOf(there.object).find((one) => JSON.stringify(one.path) === path);
  return now !== undefined && now.value === leaf.value;
}

function claimText({ object, leaf, source }: Claim): string {
  return `${object} ${formatPath(leaf.path)} ${placed(source)}`;
}

/** What does not render any more was touched as well. */
function failedRendering(error: unknown): null {
  if (error instanceof GitopsError) return null;
  throw error;
}

/** Writes another value into the line that is said to declare a field. */
async function changed(
  tree: Tree,
  { source: { file, line }, leaf: { value } }: Claim,
): Promise<{ readonly undo: () => Promise<void> } | null> {
  const path = join(tree.dir, file);
  const text = await readFile(path, 'utf8');
  const lines = text.split('\n');
  const source = lines[(line ?? 0) - 1] ?? '';
  const instead = isObject(value) ? null : mutated(source, value);
  if (instead === null) return null;
  await writeFile(path, lines.with((line ?? 0) - 1, instead).join('\n'));
  return { undo: () => writeFile(path, text) };
}
