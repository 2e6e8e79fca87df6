import { GitopsError } from '../../errors.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../object.ts';
import { parseYaml, splitDocuments } from '../../source/bulk.ts';
import type { View } from '../../view.ts';
import { decode } from '../text.ts';
import { readYamlFile, resolveIn } from '../tree-files.ts';
import { renamed } from './canonical.ts';
import { chartPlaces, includedBy, isPath, KUSTOMIZATION_FILES, PLUGINS } from './files.ts';
import type { LayerReads } from './layer.ts';

/** Longer is no path. */
const LONGEST = 255;
const HELM = ['kind', 'name', 'version', 'chartHome'] as const;

/**
 * What generators, transformers and validators read. Their configuration says so in fields of their own: every text in
 * it that might be a path is taken for one, from the directory of the kustomization that uses them.
 */
export function pluginReads(
  content: JsonObject,
  dir: string,
  view: View,
  layerReads: (dir: string) => LayerReads,
): LayerReads {
  const files = new Set<string>();
  const directories = new Set<string>();
  const visited = new Set<string>();
  let isOpen = false;
  const read = (text: string) => {
    const values = documentsOf(text);
    if (values === null) isOpen = true;
    for (const value of values ?? []) {
      for (const one of textsOf(value)) {
        for (const entry of [one, one.slice(one.indexOf('=') + 1)])
          if (isPath(entry) && entry.length <= LONGEST) files.add(resolveIn(dir, entry));
      }
      for (const chart of chartsIn(value)) directories.add(resolveIn(dir, chart));
    }
  };
  const readFile = (file: string) => {
    const bytes = view.read(file);
    if (bytes !== undefined) read(decode(bytes));
  };
  const visit = (path: string) => {
    const place = view.placeOf(path);
    if (visited.has(place.path)) return;
    visited.add(place.path);
    if (place.kind === 'file') readFile(path);
    if (place.kind !== 'directory') return;
    const layer = layerReads(place.path);
    for (const file of layer.files) readFile(file);
    for (const below of layer.layers) visit(below);
  };
  for (const { entry } of PLUGINS.flatMap((field) => includedBy(content, field))) {
    if (isPath(entry)) visit(resolveIn(dir, entry));
    if (/[\n{:]/.test(entry)) read(entry);
  }
  return { files: [...files], directories: [...directories], layers: [], isOpen };
}

/** Directories of the charts that `generators` build; null: they build none. Others may be fetched into them. */
export function generatedCharts(content: JsonObject, dir: string, view: View): readonly string[] | null {
  const charts = includedBy(content, 'generators')
    .flatMap(({ entry }) => textsAt(entry, dir, view))
    .flatMap((text) => documentsOf(text) ?? [])
    .filter((value) => inflator(value) !== null)
    .map((generator) => chartsIn(generator).map((chart) => resolveIn(dir, chart)));
  return charts.length === 0 ? null : charts.flat();
}

/** What an entry of `generators` says: itself, a file, or the files that a kustomization names. */
function textsAt(entry: string, dir: string, view: View): readonly string[] {
  if (!isPath(entry)) return [entry];
  const path = resolveIn(dir, entry);
  const kustomizations = KUSTOMIZATION_FILES.map((name) => resolveIn(path, name));
  const kustomization = kustomizations.find((one) => view.kindOf(one) !== null);
  const files =
    kustomization === undefined
      ? [path]
      : includedBy(readYamlFile(kustomization, view), 'resources').map((one) => resolveIn(path, one.entry));
  return files.flatMap((file) => {
    const bytes = view.read(file);
    return bytes === undefined ? [] : [decode(bytes)];
  });
}

/** null: it cannot be read. */
function documentsOf(text: string): readonly Json[] | null {
  try {
    return splitDocuments(text).map((document) => parseYaml(document.text, ''));
  } catch (error) {
    if (error instanceof GitopsError) return null;
    throw error;
  }
}

function textsOf(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (isArray(value)) return value.flatMap(textsOf);
  return isObject(value) ? Object.values(value).flatMap(textsOf) : [];
}

function chartsIn(value: Json): readonly string[] {
  const generator = inflator(value);
  return generator === null ? [] : chartPlaces(generator, 'charts');
}

/** null: it builds no chart. */
function inflator(value: Json): JsonObject | null {
  const generator = isObject(value) ? renamed(value, HELM) : null;
  return generator?.kind === 'HelmChartInflationGenerator' ? generator : null;
}
