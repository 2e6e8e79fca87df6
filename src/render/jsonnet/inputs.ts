import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { GitopsError, ManifestError } from '../../errors.ts';
import { resolveIn } from '../tree-files.ts';
import type { Root, Tree } from '../types.ts';

/** The files that a root evaluates. */
export function entriesOf({ path }: Root, tree: Tree): readonly string[] {
  const absolute = join(tree.dir, path);
  if (existsSync(absolute) && statSync(absolute).isFile()) return [path];
  const files = existsSync(absolute) ? readdirSync(absolute).filter((name) => name.endsWith('.jsonnet')) : [];
  if (files.length === 0) {
    throw new ManifestError('RENDER_FAILED', `${path} has no *.jsonnet file`, {
      hint: `write ${resolveIn(path, 'main.jsonnet')}`,
    });
  }
  const chosen = files.includes('main.jsonnet') ? ['main.jsonnet'] : files.sort();
  return chosen.map((name) => resolveIn(path, name));
}

/** Where imports are looked up, whether it is there or not. The last one wins: what the root brings itself. */
export function librariesOf({ path, jsonnet = {} }: Root): readonly string[] {
  const shared = ['lib', 'vendor', ...(jsonnet.libs ?? [])];
  const own = ['lib', 'vendor'].map((name) => resolveIn(path, name));
  return [...new Set([...shared, ...own])];
}

/** A name is a literal, says the grammar; only one that is written plainly is read here. */
const IMPORT = /\bimport(str|bin)?\s*(?:(["'])([^"'\\\n]*)\2|(["'@#/]))/g;

/**
 * Every file that a root's evaluation imports, and each place where one was looked for in vain: put there it would
 * be taken instead. Null where an import cannot be told from the text, or leads out of the tree.
 */
export function jsonnetInputs(root: Root, tree: Tree): readonly string[] | null {
  const libraries = librariesOf(root).toReversed();
  const inputs = new Set<string>();
  const scanned = new Set<string>();
  const scan = (file: string): boolean => {
    if (scanned.has(file)) return true;
    scanned.add(file);
    const text = readFileSync(join(tree.dir, file), 'utf8');
    return [...text.matchAll(IMPORT)].every(([, asIs, , name]) => {
      const found =
        name === undefined ? null : lookUp(name, [posix.dirname(file), ...libraries], tree, inputs);
      return found !== null && (asIs !== undefined || scan(found));
    });
  };
  const entries = entriesIn(root, tree);
  for (const entry of entries ?? []) inputs.add(entry);
  return entries?.every(scan) === true ? [...inputs].sort() : null;
}

/** The first of these directories that has it; all that was looked at is an input. */
function lookUp(name: string, dirs: readonly string[], tree: Tree, inputs: Set<string>): string | null {
  if (name.startsWith('/')) return null;
  for (const dir of dirs) {
    const path = resolveIn(dir, name);
    if (path.split('/')[0] === '..') return null;
    inputs.add(path);
    if (isFile(join(tree.dir, path))) return path;
  }
  return null;
}

/** null: whoever renders it says what is wrong. */
function entriesIn(root: Root, tree: Tree): readonly string[] | null {
  try {
    return entriesOf(root, tree);
  } catch (error) {
    if (error instanceof GitopsError) return null;
    throw error;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
