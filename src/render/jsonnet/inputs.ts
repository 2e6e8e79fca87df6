import { posix } from 'node:path';
import { GitopsError, ManifestError } from '../../errors.ts';
import type { View } from '../../view.ts';
import { leaves, resolveIn } from '../tree-files.ts';
import type { Root } from '../types.ts';

/** The files that a root evaluates. */
export function entriesOf({ path, jsonnet }: Root, view: View): readonly string[] {
  if (jsonnet?.files !== undefined) return jsonnet.files;
  const kind = view.kindOf(path);
  if (kind === 'file') return [path];
  const names = kind === 'directory' ? view.list(path).map(({ name }) => name) : [];
  const files = names.filter((name) => name.endsWith('.jsonnet'));
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
  if (jsonnet.files !== undefined) return [...new Set([path, ...(jsonnet.libs ?? [])])];
  const shared = ['lib', 'vendor', ...(jsonnet.libs ?? [])];
  const own = ['lib', 'vendor'].map((name) => resolveIn(path, name));
  return [...new Set([...shared, ...own])];
}

/** A name is a literal, says the grammar; only one that is written plainly is read here. */
const IMPORT = /\bimport(str|bin)?\s*(?:(["'])([^"'\\\n]*)\2|(["'@#/]))/g;

export interface Imports {
  /** Every file that is imported, and each place where one was looked for in vain: put there it would be taken. */
  readonly files: readonly string[];
  /** An import cannot be told from the text: any file may be one. */
  readonly isOpen: boolean;
  /** An import is found nowhere, or looked for outside the tree. */
  readonly isAstray: boolean;
}

/** What the evaluation of a root reads. */
export function importsOf(root: Root, view: View): Imports {
  const libraries = librariesOf(root).toReversed();
  const entries = entriesIn(root, view);
  const files = new Set<string>(entries);
  const scanned = new Set<string>();
  const toScan = [...entries];
  let isOpen = false;
  let isAstray = entries.length === 0;
  for (let file = toScan.pop(); file !== undefined; file = toScan.pop()) {
    if (scanned.has(file)) continue;
    scanned.add(file);
    for (const { name, asIs } of namesIn(file, view)) {
      const places = name === null ? [] : placesOf(name, [posix.dirname(file), ...libraries]);
      const inside = places.filter((path) => !leaves(path));
      const index = inside.findIndex((path) => view.kindOf(path) === 'file');
      for (const path of index < 0 ? inside : inside.slice(0, index + 1)) files.add(path);
      const found = inside[index];
      if (name === null) isOpen = true;
      if (found === undefined || inside.length < places.length) isAstray = true;
      if (found !== undefined && !asIs) toScan.push(found);
    }
  }
  return { files: [...files].sort(), isOpen, isAstray };
}

/** All of what a root reads; null where that cannot be told, or leads out of the tree. */
export function jsonnetInputs(root: Root, view: View): readonly string[] | null {
  const { files, isOpen, isAstray } = importsOf(root, view);
  return isOpen || isAstray ? null : files;
}

interface Import {
  /** null: not written plainly. */
  readonly name: string | null;
  /** Its text is taken, what it imports itself is not read. */
  readonly asIs: boolean;
}

/** What was found in a file, by its bytes. */
const SCANNED = new WeakMap<Buffer, readonly Import[]>();

function namesIn(file: string, view: View): readonly Import[] {
  const content = view.read(file);
  if (content === undefined) return [];
  const known = SCANNED.get(content);
  if (known !== undefined) return known;
  const found = [...content.toString('utf8').matchAll(IMPORT)].map(([, asIs, , name]) => ({
    name: name ?? null,
    asIs: asIs !== undefined,
  }));
  SCANNED.set(content, found);
  return found;
}

/** Where an import is looked for, in this order. */
function placesOf(name: string, dirs: readonly string[]): readonly string[] {
  return name.startsWith('/') ? [name] : dirs.map((dir) => resolveIn(dir, name));
}

/** None: whoever renders it says what is wrong. */
function entriesIn(root: Root, view: View): readonly string[] {
  try {
    return entriesOf(root, view);
  } catch (error) {
    if (error instanceof GitopsError) return [];
    throw error;
  }
}
