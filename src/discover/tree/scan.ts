import { kustomizationIn } from '../../render/kustomize/files.ts';
import { resolveIn } from '../../render/tree-files.ts';
import type { View } from '../../view.ts';
import { mayDeclareApps } from './kinds.ts';

/** What a tree holds, as far as apps may be declared in it. */
export interface Scan {
  readonly view: View;
  /** Files that may declare apps, sources or projects, in the order of their paths. */
  readonly declaring: ReadonlySet<string>;
  /** Every YAML file, for what variables and values come from. */
  readonly yaml: readonly string[];
  /** Directory to kustomization file. */
  readonly kustomizations: ReadonlyMap<string, string>;
  readonly charts: ReadonlySet<string>;
}

const SKIPPED = new Set(['node_modules', 'vendor']);
const YAML = /\.(?:ya?ml|json)$/;
/** Templates of charts and jsonnet: not read, but rendered where they may declare something. */
const RENDERED = /\.(?:tpl|jsonnet|libsonnet)$/;

/**
 * Walks the tree once. Files are read, and parsed only later, where they name a kind of a controller. `holding`: the only
 * files that can, where that is known.
 */
export function scanTree(view: View, holding: ReadonlySet<string> | null): Scan {
  const declaring = new Set<string>();
  const yaml: string[] = [];
  const kustomizations = new Map<string, string>();
  const charts = new Set<string>();
  const visit = (dir: string) => {
    const entries = view.list(dir).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const kustomization = kustomizationIn(entries.map(({ name }) => name));
    if (kustomization !== undefined) kustomizations.set(dir, resolveIn(dir, kustomization));
    if (entries.some(({ name }) => name === 'Chart.yaml')) charts.add(dir);
    for (const { name, kind } of entries) {
      const path = resolveIn(dir, name);
      if (kind === 'directory' && !name.startsWith('.') && !SKIPPED.has(name)) visit(path);
      if (kind !== 'file' || !(YAML.test(name) || RENDERED.test(name))) continue;
      if (YAML.test(name)) yaml.push(path);
      const content = holding?.has(path) === false ? undefined : view.read(path);
      if (content !== undefined && mayDeclareApps(content)) declaring.add(path);
    }
  };
  visit('.');
  return { view, declaring, yaml, kustomizations, charts };
}

/** The chart that a file belongs to as one of its templates; null: to none. */
export function chartOfTemplate(file: string, { charts }: Pick<Scan, 'charts'>): string | null {
  const parts = file.split('/');
  for (let at = parts.length - 1; at > 0; at--) {
    const dir = at === 1 ? '.' : parts.slice(0, at - 1).join('/');
    if (['templates', 'crds', 'charts'].includes(parts[at - 1] ?? '') && charts.has(dir)) return dir;
  }
  return null;
}
