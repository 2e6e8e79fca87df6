import type { View } from '../view.ts';
import { isLocal, readChart } from './helm/chart.ts';
import { kustomizationIn, referencedBy } from './kustomize/files.ts';
import { readYamlFile, resolveIn } from './tree-files.ts';
import type { Root, RootKind } from './types.ts';

const SKIPPED = new Set(['node_modules', 'vendor']);
/** What jsonnet-bundler keeps beside the sources. */
const BUNDLER = /^jsonnetfile(\.lock)?\.json$/;

/**
 * The roots of a tree nobody has described: what stands at the top, not what something else includes. A tree
 * without kustomizations and charts is one root.
 */
export function findRoots(view: View): readonly Root[] {
  const found: Found = { kustomizations: new Map(), charts: [] };
  visit(view, '.', found);
  const used = new Set([...usedByKustomizations(view, found), ...usedByCharts(view, found)]);
  const kustomize = [...found.kustomizations]
    .filter(([path, file]) => !used.has(path) && readYamlFile(file, view).kind !== 'Component')
    .map(([path]): Root => ({ kind: 'kustomize', path }));
  const helm = found.charts
    .filter((path) => !used.has(path) && !found.kustomizations.has(path) && !isLibrary(view, path))
    .map((path): Root => ({ kind: 'helm', path }));
  const roots = [...kustomize, ...helm].sort((a, b) => (a.path < b.path ? -1 : 1));
  if (roots.length > 0) return roots;
  const kind = kindOfDirectory('.', view);
  return [kind === 'jsonnet' ? { kind, path: '.' } : { kind: 'plain', path: '.', recurse: true }];
}

/** What renders one directory. */
export function kindOfDirectory(dir: string, view: View): RootKind {
  const files = view.list(dir).map(({ name }) => name);
  if (kustomizationIn(files) !== undefined) return 'kustomize';
  if (files.includes('Chart.yaml')) return 'helm';
  if (files.includes('main.jsonnet')) return 'jsonnet';
  const manifests = files.filter((name) => /\.(ya?ml|json)$/.test(name) && !BUNDLER.test(name));
  return manifests.length === 0 && files.some((name) => name.endsWith('.jsonnet')) ? 'jsonnet' : 'plain';
}

interface Found {
  /** Directory to kustomization file. */
  readonly kustomizations: Map<string, string>;
  readonly charts: string[];
}

function visit(view: View, dir: string, found: Found): void {
  const entries = view.list(dir);
  const names = entries.filter(({ kind }) => kind !== 'directory').map(({ name }) => name);
  const kustomization = kustomizationIn(names);
  if (kustomization !== undefined) found.kustomizations.set(dir, resolveIn(dir, kustomization));
  const isChart = names.includes('Chart.yaml');
  if (isChart) found.charts.push(dir);
  for (const { name, kind } of entries) {
    if (kind !== 'directory' || name.startsWith('.') || SKIPPED.has(name)) continue;
    if (isChart && ['charts', 'templates', 'crds'].includes(name)) continue;
    visit(view, resolveIn(dir, name), found);
  }
}

function usedByKustomizations(view: View, { kustomizations }: Found): readonly string[] {
  return [...kustomizations].flatMap(([dir, file]) =>
    referencedBy(readYamlFile(file, view)).map((entry) => resolveIn(dir, entry)),
  );
}

function usedByCharts(view: View, { charts }: Found): readonly string[] {
  return charts.flatMap((dir) =>
    readChart(view, dir)
      .dependencies.filter(isLocal)
      .map(({ repository }) => resolveIn(dir, repository.slice('file://'.length))),
  );
}

function isLibrary(view: View, dir: string): boolean {
  return readYamlFile(resolveIn(dir, 'Chart.yaml'), view).type === 'library';
}
