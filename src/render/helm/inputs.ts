import { gunzipSync } from 'node:zlib';
import type { View } from '../../view.ts';
import { leaves, resolveIn } from '../tree-files.ts';
import type { Root } from '../types.ts';
import { type Dependency, isLocal, readChart } from './chart.ts';

/** Beyond this a chart directory holds something else than a chart, and reading it takes longer than rendering. */
const MOST = 3000;

/** Directories and files that a chart is rendered from: its own, its value files, and charts of the tree it names. */
export function helmPaths(root: Root, view: View): readonly string[] {
  const dirs = new Set<string>();
  const visit = (dir: string) => {
    if (dirs.has(dir) || leaves(dir)) return;
    dirs.add(dir);
    for (const { repository } of localsOf(dir, view))
      visit(resolveIn(dir, repository.slice('file://'.length)));
  };
  visit(resolveIn('.', root.path));
  return [...dirs, ...valuesOf(root).filter((file) => !leaves(file))];
}

/** Most charts name no other one of the tree: that is seen without parsing them. */
function localsOf(dir: string, view: View): readonly Dependency[] {
  const files = ['Chart.yaml', 'requirements.yaml'].map((name) => view.read(resolveIn(dir, name)));
  const mayBe = files.some((content) => content !== undefined && /file:|\\/.test(content.toString('latin1')));
  return mayBe ? readChart(view, dir).dependencies.filter(isLocal) : [];
}

function valuesOf({ helm }: Root): readonly string[] {
  return (helm?.values ?? []).map((file) => resolveIn('.', file));
}

/** Every file of these; null where they lead out of the tree, or where a template gives something else every time. */
export function helmInputs(root: Root, view: View): readonly string[] | null {
  if (valuesOf(root).some(leaves)) return null;
  const files = new Set<string>();
  for (const path of helmPaths(root, view)) {
    for (const file of filesBelow(path, view) ?? [null]) {
      if (file === null || files.size === MOST) return null;
      files.add(file);
    }
  }
  const all = [...files].sort();
  return all.some((file) => isUnstable(file, view)) ? null : all;
}

/** null: a link leads to a directory, which may be anywhere, or a submodule is among them. */
function filesBelow(path: string, view: View): readonly string[] | null {
  if (view.kindOf(path) !== 'directory') return [path];
  const files: string[] = [];
  for (const { name, kind } of view.list(path)) {
    const below = resolveIn(path, name);
    if (name === '.git') continue;
    if (kind === 'submodule' || (kind === 'symlink' && view.kindOf(below) === 'directory')) return null;
    const found = kind === 'directory' ? filesBelow(below, view) : [below];
    if (found === null) return null;
    files.push(...found);
  }
  return files;
}

/** Functions of templates whose result is not decided by their arguments. */
const UNSTABLE =
  /(?<![.\w])(?:rand[A-Z]\w*|gen[A-Z]\w*|uuidv4|shuffle|bcrypt|htpasswd|encryptAES|getHostByName|lookup|now|ago|date\w*|htmlDate\w*)\b/;

/** A packed chart within a packed chart, as tar names it. */
const PACKED_INSIDE = /\.tgz\0/;

/** Any file may be a template: `tpl` renders values and files too. */
function isUnstable(file: string, view: View): boolean {
  const bytes = view.read(file);
  if (bytes === undefined) return true;
  try {
    const text = (file.endsWith('gz') ? gunzipSync(bytes) : bytes).toString('latin1');
    if (PACKED_INSIDE.test(text)) return true;
    const [, ...actions] = text.split('{{');
    return actions.some((action) => UNSTABLE.test(action.slice(0, action.lastIndexOf('}}') + 1)));
  } catch {
    return true;
  }
}
