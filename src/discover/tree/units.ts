import { posix } from 'node:path';
import type { JsonObject } from '../../object.ts';
import { filesOf, includedBy, isPath, PLUGINS, referencedBy } from '../../render/kustomize/files.ts';
import { readYamlFile, resolveIn } from '../../render/tree-files.ts';
import type { Root } from '../../render/types.ts';
import { declaresKustomization } from './declares.ts';
import { isEnvironment } from './rivals.ts';
import { chartOfTemplate, type Scan } from './scan.ts';

/** What is applied as one and may declare apps: a kustomization, a chart, or the manifests of one directory. */
export interface Unit {
  readonly root: Root;
  /** Of plain manifests: the files that may declare apps. */
  readonly files: readonly string[];
}

/** The units of a tree that no kustomization or chart includes, in the order of their paths. */
export function unitsOf(scan: Scan): readonly Unit[] {
  if (scan.declaring.size === 0) return [];
  const included = inclusionsOf(scan);
  const kustomizations = [...scan.kustomizations]
    .filter(
      ([dir, file]) => !included.has(dir) && !isComponent(file, scan) && declaresKustomization(dir, scan),
    )
    .map(([path]): Unit => ({ root: { kind: 'kustomize', path }, files: [] }));
  const templates = [...scan.declaring].map((file) => [file, chartOfTemplate(file, scan)] as const);
  const charts = [...new Set(templates.flatMap(([, chart]) => chart ?? []))]
    .filter((chart) => !included.has(chart) && !scan.kustomizations.has(chart))
    .map((path): Unit => ({ root: { kind: 'helm', path }, files: [] }));
  const plain = templates.flatMap(([file, chart]) =>
    chart === null && /\.(?:ya?ml|json)$/.test(file) && !included.has(file) ? [file] : [],
  );
  const directories = [...Map.groupBy(plain, placeOf)].map(
    ([path, files]): Unit => ({ root: { kind: 'plain', path }, files }),
  );
  return [...kustomizations, ...charts, ...directories].sort((a, b) => (a.root.path < b.root.path ? -1 : 1));
}

/** `kubectl apply -f` takes a directory, but of `dev.yaml` and `prod.yaml` in it one at a time. */
function placeOf(file: string): string {
  return isEnvironment(posix.basename(file).replace(/\.[a-z]+$/, '')) ? file : posix.dirname(file);
}

/** Every path that a kustomization names, and the kustomizations themselves. */
function inclusionsOf({ kustomizations, view }: Scan): ReadonlySet<string> {
  const all = new Set<string>();
  for (const [dir, file] of kustomizations) {
    all.add(file);
    const content = readYamlFile(file, view);
    for (const entry of namedBy(content)) if (isPath(entry)) all.add(resolveIn(dir, entry));
  }
  return all;
}

function namedBy(content: JsonObject): readonly string[] {
  const [files, plugins] = [filesOf(content), PLUGINS.flatMap((field) => includedBy(content, field))];
  return [...referencedBy(content), ...[...files, ...plugins].map(({ entry }) => entry)];
}

function isComponent(file: string, { view }: Scan): boolean {
  return readYamlFile(file, view).kind === 'Component';
}
