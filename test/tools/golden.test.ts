import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GitopsError } from '../../src/errors.ts';
import { isObject, type Json } from '../../src/object.ts';
import { formatPath } from '../../src/path.ts';
import { locatorFor, renderRoot } from '../../src/render/render.ts';
import type { FieldSource, Rendering, Root, Tree } from '../../src/render/types.ts';
import { toYaml } from '../../src/source/positions.ts';
import { identityOf, leavesOf, mutated } from './fields.ts';
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
    const locate = await locatorFor(root, tree);
    const { manifests } = await render({ root, tree });
    const undecided: string[] = [];
    for (const manifest of manifests) {
      for (const { path, value } of leavesOf(manifest.object)) {
        const source = path[0] === 'apiVersion' || path[0] === 'kind' ? null : await locate(manifest, path);
        if (source?.line == null) continue;
        const change = await changed(tree, source, value);
        if (change === null) continue;
        const after = await render({ root, tree }).catch(failedRendering).finally(change.undo);
        const there = after?.manifests.find(
          ({ object }) => identityOf(object) === identityOf(manifest.object),
        );
        const now =
          there === undefined ? undefined : leavesOf(there.object).find((one) => same(one.path, path));
        if (there !== undefined && now !== undefined && now.value === value)
          undecided.push(`${identityOf(manifest.object)} ${formatPath(path)} ${placed(source)}`);
      }
    }
    expect(undecided).toEqual([]);
  });
});

/** What does not render any more was touched as well. */
function failedRendering(error: unknown): null {
  if (error instanceof GitopsError) return null;
  throw error;
}

function same(a: Json | object, b: Json | object): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Writes another value into the line that is said to declare a field. */
async function changed(
  tree: Tree,
  { file, line }: FieldSource,
  value: Json,
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
