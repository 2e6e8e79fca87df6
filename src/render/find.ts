import { readdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isArray, isObject, stringOr } from '../object.ts';
import { KUSTOMIZATION_FILES, referencedBy } from './kustomize/files.ts';
import { readYamlFile, resolveIn } from './tree-files.ts';
import type { Root, RootKind } from './types.ts';

const SKIPPED = new Set(['node_modules', 'vendor']);
/** What jsonnet-bundler keeps beside the sources. */
const BUNDLER = /^jsonnetfile(\.lock)?\.json$/;

/**
 * The roots of a tree nobody has described: what stands at the top, not what something else includes. A tree
 * without kustomizations and charts is one root.
 */
export async function findRoots(dir: string): Promise<readonly Root[]> {
  const found: Found = { kustomizations: new Map(), charts: [] };
  await visit(dir, '.', found);
  const used = new Set([...usedByKustomizations(dir, found), ...usedByCharts(dir, found)]);
  const kustomize = [...found.kustomizations]
    .filter(([path, file]) => !used.has(path) && readYamlFile(join(dir, file)).kind !== 'Component')
    .map(([path]): Root => ({ kind: 'kustomize', path }));
  const helm = found.charts
    .filter((path) => !used.has(path) && !found.kustomizations.has(path) && !isLibrary(dir, path))
    .map((path): Root => ({ kind: 'helm', path }));
  const roots = [...kustomize, ...helm].sort((a, b) => (a.path < b.path ? -1 : 1));
  if (roots.length > 0) return roots;
  const kind = kindOfDirectory(dir);
  return [kind === 'jsonnet' ? { kind, path: '.' } : { kind: 'plain', path: '.', recurse: true }];
}

/** What renders one directory. */
export function kindOfDirectory(dir: string): RootKind {
  const files = readdirSync(dir);
  if (KUSTOMIZATION_FILES.some((name) => files.includes(name))) return 'kustomize';
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

async function visit(top: string, dir: string, found: Found): Promise<void> {
  const entries = await readdir(join(top, dir), { withFileTypes: true });
  const names = entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name);
  const kustomization = KUSTOMIZATION_FILES.find((name) => names.includes(name));
  if (kustomization !== undefined) found.kustomizations.set(dir, resolveIn(dir, kustomization));
  const isChart = names.includes('Chart.yaml');
  if (isChart) found.charts.push(dir);
  for (const entry of entries) {
    if (!entry.isDirectory() || entry.name.startsWith('.') || SKIPPED.has(entry.name)) continue;
    if (isChart && ['charts', 'templates', 'crds'].includes(entry.name)) continue;
    await visit(top, resolveIn(dir, entry.name), found);
  }
}

function usedByKustomizations(top: string, { kustomizations }: Found): readonly string[] {
  return [...kustomizations].flatMap(([dir, file]) =>
    referencedBy(readYamlFile(join(top, file))).map((entry) => resolveIn(dir, entry)),
  );
}

function usedByCharts(top: string, { charts }: Found): readonly string[] {
  return charts.flatMap((dir) => {
    const { dependencies } = readYamlFile(join(top, dir, 'Chart.yaml'));
    if (!isArray(dependencies)) return [];
    return dependencies
      .map((one) => (isObject(one) ? stringOr(one.repository, '') : ''))
      .filter((repository) => repository.startsWith('file://'))
      .map((repository) => resolveIn(dir, repository.slice('file://'.length)));
  });
}

function isLibrary(top: string, dir: string): boolean {
  return readYamlFile(join(top, dir, 'Chart.yaml')).type === 'library';
}
