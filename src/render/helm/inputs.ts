import { gunzipSync } from 'node:zlib';
import type { View } from '../../view.ts';
import { leaves, resolveIn } from '../tree-files.ts';
import type { Root } from '../types.ts';
import { type Dependency, isExact, isLocal, readChart } from './chart.ts';

/** Beyond this a chart directory holds something else than a chart, and reading it takes longer than rendering. */
const MOST = 3000;

/** Directories and files that a chart is rendered from: its own, its value files, and charts of the tree it names. */
export function helmPaths(root: Root, view: View): readonly string[] {
  const given = valuesOf(root).filter((file) => !leaves(file));
  if (root.helm?.chart !== undefined) return given;
  const dirs = new Set<string>();
  const visit = (dir: string) => {
    if (dirs.has(dir) || leaves(dir)) return;
    dirs.add(dir);
    for (const { repository } of localsOf(dir, view))
      visit(resolveIn(dir, repository.slice('file://'.length)));
  };
  visit(resolveIn('.', root.path));
  return [...dirs, ...given];
}

/** Most charts name no other one of the tree: that is seen without parsing them. */
function localsOf(dir: string, view: View): readonly Dependency[] {
  const files = ['Chart.yaml', 'requirements.yaml'].map((name) => view.read(resolveIn(dir, name)));
  const mayBe = files.some((content) => content !== undefined && /file:|\\/.test(content.toString('latin1')));
  return mayBe ? readChart(view, dir).dependencies.filter(isLocal) : [];
}

/** Files that give values: they are read as they are, templates of them or not. */
export function valuesOf({ helm }: Root): readonly string[] {
  const files = [...(helm?.values ?? []), ...(helm?.fileParameters ?? []).map(({ path }) => path)];
  return files.map((file) => resolveIn('.', file));
}

/** Every file of these; null where they lead out of the tree, or where a template gives something else every time. */
export function helmInputs(root: Root, view: View): readonly string[] | null {
  if (valuesOf(root).some(leaves) || isUnstableText(givenTexts(root))) return null;
  // a range of versions may have another one in it tomorrow
  if (root.helm?.chart !== undefined && !isExact(root.helm.chart.version)) return null;
  const files = new Set<string>();
  for (const path of helmPaths(root, view)) {
    for (const file of filesBelow(path, view) ?? [null]) {
      if (file === null || files.size === MOST) return null;
      files.add(file);
    }
  }
  const all = [...files].sort();
  const mayLack = new Set(root.helm?.ignoreMissingValues === true ? valuesOf(root) : []);
  const isLacking = (file: string) => mayLack.has(file) && view.kindOf(file) === null;
  return all.some((file) => !isLacking(file) && isUnstable(file, view)) ? null : all;
}

/** What the root itself gives, which a chart may take for a template (`tpl`). */
function givenTexts({ helm }: Root): string {
  return [helm?.inlineValues ?? '', ...(helm?.parameters ?? []).map(({ value }) => value)].join('\n');
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
  return file.endsWith('gz') ? isUnstablePack(bytes) : isUnstableText(bytes.toString('latin1'));
}

/** The same of a packed chart, with what is in it. */
export function isUnstablePack(bytes: Buffer): boolean {
  try {
    const text = gunzipSync(bytes).toString('latin1');
    return PACKED_INSIDE.test(text) || isUnstableText(text);
  } catch {
    return true;
  }
}

function isUnstableText(text: string): boolean {
  const [, ...actions] = text.split('{{');
  return actions.some((action) => UNSTABLE.test(action.slice(0, action.lastIndexOf('}}') + 1)));
}
