import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { resolveIn } from '../tree-files.ts';
import type { Root, Tree } from '../types.ts';
import { isLocal, readChart } from './chart.ts';

/** Beyond this a chart directory holds something else than a chart, and reading it takes longer than rendering. */
const MOST = 3000;

/** Directories and files that a chart is rendered from: its own, its value files, and charts of the tree it names. */
export function helmPaths(root: Root, tree: Tree): readonly string[] {
  const dirs = new Set<string>();
  const visit = (dir: string) => {
    if (dirs.has(dir) || leaves(dir)) return;
    dirs.add(dir);
    for (const { repository } of readChart(tree.dir, dir).dependencies.filter(isLocal))
      visit(resolveIn(dir, repository.slice('file://'.length)));
  };
  visit(resolveIn('.', root.path));
  return [...dirs, ...valuesOf(root).filter((file) => !leaves(file))];
}

function valuesOf({ helm }: Root): readonly string[] {
  return (helm?.values ?? []).map((file) => resolveIn('.', file));
}

/** Every file of these; null where they lead out of the tree, or where a template gives something else every time. */
export function helmInputs(root: Root, tree: Tree): readonly string[] | null {
  if (valuesOf(root).some(leaves)) return null;
  const files = new Set<string>();
  for (const path of helmPaths(root, tree)) {
    for (const file of filesBelow(path, tree) ?? [null]) {
      if (file === null || files.size === MOST) return null;
      files.add(file);
    }
  }
  const all = [...files].sort();
  return all.some((file) => isUnstable(join(tree.dir, file))) ? null : all;
}

function leaves(path: string): boolean {
  return path.startsWith('/') || path.split('/')[0] === '..';
}

/** null: a link leads to a directory, which may be anywhere. */
function filesBelow(path: string, tree: Tree): readonly string[] | null {
  const entries = entriesOf(join(tree.dir, path));
  if (entries === null) return [path];
  const files: string[] = [];
  for (const entry of entries) {
    const below = resolveIn(path, entry.name);
    if (entry.name === '.git') continue;
    if (entry.isSymbolicLink() && entriesOf(join(tree.dir, below)) !== null) return null;
    const found = entry.isDirectory() ? filesBelow(below, tree) : [below];
    if (found === null) return null;
    files.push(...found);
  }
  return files;
}

/** null: it is no directory. */
function entriesOf(path: string): readonly Dirent[] | null {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory()
    ? readdirSync(path, { withFileTypes: true })
    : null;
}

/** Functions of templates whose result is not decided by their arguments. */
const UNSTABLE =
  /(?<![.\w])(?:rand[A-Z]\w*|gen[A-Z]\w*|uuidv4|shuffle|bcrypt|htpasswd|encryptAES|getHostByName|lookup|now|ago|date\w*|htmlDate\w*)\b/;

/** A packed chart within a packed chart, as tar names it. */
const PACKED_INSIDE = /\.tgz\0/;

/** Any file may be a template: `tpl` renders values and files too. */
function isUnstable(file: string): boolean {
  try {
    const bytes = readFileSync(file);
    const text = (file.endsWith('gz') ? gunzipSync(bytes) : bytes).toString('latin1');
    if (PACKED_INSIDE.test(text)) return true;
    const [, ...actions] = text.split('{{');
    return actions.some((action) => UNSTABLE.test(action.slice(0, action.lastIndexOf('}}') + 1)));
  } catch {
    return true;
  }
}
