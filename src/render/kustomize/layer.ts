import { type JsonObject, objectAt, stringOr } from '../../object.ts';
import type { View } from '../../view.ts';
import { parsedYaml, resolveIn } from '../tree-files.ts';
import { canonical } from './canonical.ts';
import { chartPlaces, filesOf, includedBy, isPath, KUSTOMIZATION_FILES, listOf, PLUGINS } from './files.ts';
import { pluginReads } from './plugins.ts';

/** What one kustomization reads of the tree, by the paths that it names, whether something is there or not. */
export interface LayerReads {
  readonly files: readonly string[];
  /** Read with everything in them: charts. */
  readonly directories: readonly string[];
  /** Directories of other kustomizations. */
  readonly layers: readonly string[];
  /** It cannot be told: kustomize may read the file although we cannot, or it leads into a submodule. */
  readonly isOpen: boolean;
}

const NOTHING: LayerReads = { files: [], directories: [], layers: [], isOpen: false };
const INCLUDED = ['resources', 'bases', 'components', 'crds', 'configurations'] as const;

/** `dir`: where it really is. kustomize resolves what it names from there. `above`: what it configures plugins of. */
export function layerReads(dir: string, view: View, above: readonly string[] = []): LayerReads {
  const names = KUSTOMIZATION_FILES.map((name) => resolveIn(dir, name));
  const file = names.find((name) => view.kindOf(name) === 'file');
  const lost = names.some((name) => view.placeOf(name).lost === 'submodule');
  const written = file === undefined ? {} : parsedYaml(file, view);
  const content = written === null ? null : canonical(written);
  if (content === null || lost) return { files: names, directories: [], layers: [], isOpen: true };
  const included = [...INCLUDED, ...PLUGINS].flatMap((field) => includedBy(content, field));
  const entries = included.map(({ entry }) => entry).filter(isPath);
  const found = entries.map((entry) => entryReads(resolveIn(dir, entry), view));
  const named = filesOf(content).map(({ entry }) => entry);
  const charts = chartDirectories(content);
  const below = (path: string) => layerReads(path, view, [...above, dir]);
  const plugins = above.includes(dir) ? NOTHING : pluginReads(content, dir, view, below);
  const all = [...found, plugins];
  return {
    files: [
      ...names,
      ...[...named, ...legacyValues(content)].filter(isPath).map((entry) => resolveIn(dir, entry)),
      ...all.flatMap(({ files }) => files),
    ],
    directories: [...charts.map((chart) => resolveIn(dir, chart)), ...all.flatMap((one) => one.directories)],
    layers: all.flatMap(({ layers }) => layers),
    isOpen: all.some(({ isOpen }) => isOpen),
  };
}

/** An entry that may be a file or another kustomization's directory, or become one. */
function entryReads(path: string, view: View): LayerReads {
  const { kind, lost } = view.placeOf(path);
  const isOpen = lost === 'submodule';
  if (kind === 'directory') return { files: [], directories: [], layers: [path], isOpen };
  const names = kind === 'file' ? [] : KUSTOMIZATION_FILES.map((name) => resolveIn(path, name));
  return { files: [path, ...names], directories: [], layers: [], isOpen };
}

/** Where kustomize looks for charts: a version of a remote one has a directory of its own. */
function chartDirectories(content: JsonObject): readonly string[] {
  const home = stringOr(objectAt(content.helmGlobals).chartHome, 'charts');
  const legacy = listOf(content, 'helmChartInflationGenerator').map((one) => {
    const { chartName = null, chartVersion = null, chartHome = null } = objectAt(one);
    return { name: chartName, version: chartVersion, chartHome };
  });
  return [...listOf(content, 'helmCharts'), ...legacy].flatMap((chart) => chartPlaces(chart, home));
}

function legacyValues(content: JsonObject): readonly string[] {
  return listOf(content, 'helmChartInflationGenerator').flatMap((one) => {
    const { values } = objectAt(one);
    return typeof values === 'string' ? [values] : [];
  });
}
