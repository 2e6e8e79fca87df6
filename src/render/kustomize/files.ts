import { posix } from 'node:path';
import { isArray, isObject, type Json, type JsonObject, objectAt, stringOr } from '../../object.ts';
import type { Path } from '../../path.ts';

export const KUSTOMIZATION_FILES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

/** The kustomization among the names of a directory; undefined: it has none. */
export function kustomizationIn(names: readonly string[]): string | undefined {
  return KUSTOMIZATION_FILES.find((name) => names.includes(name));
}

/** Fields whose entries configure what makes or changes objects. */
export const PLUGINS = ['generators', 'transformers', 'validators'] as const;

/** Something of the tree, or elsewhere, that a kustomization names. */
export interface Entry {
  readonly path: Path;
  /** As written. */
  readonly entry: string;
}

export function listOf(content: JsonObject, field: string): readonly Json[] {
  const list = content[field];
  return isArray(list) ? list : [];
}

export function includedBy(content: JsonObject, field: string): readonly Entry[] {
  return listOf(content, field).flatMap((entry, index) =>
    typeof entry === 'string' ? [{ entry, path: [field, index] }] : [],
  );
}

/** Directories, as written, that are no roots because a kustomization uses them. */
export function referencedBy(content: JsonObject): readonly string[] {
  const fields = ['resources', 'bases', 'components', ...PLUGINS];
  return [
    ...fields.flatMap((field) => includedBy(content, field).map(({ entry }) => entry)),
    ...chartsOf(content),
  ];
}

export function chartsOf(content: JsonObject): readonly string[] {
  const home = stringOr(objectAt(content.helmGlobals).chartHome, 'charts');
  return listOf(content, 'helmCharts').flatMap((chart) => {
    if (!isObject(chart) || typeof chart.name !== 'string') return [];
    return [posix.join(stringOr(chart.chartHome, home), chart.name)];
  });
}

/** Files that a kustomization reads besides what it includes. */
export function filesOf(content: JsonObject): readonly Entry[] {
  const entries: Entry[] = [];
  const add = (entry: Json | undefined, path: Path) => {
    if (typeof entry === 'string') entries.push({ entry, path });
  };
  for (const field of ['patches', 'patchesJson6902', 'replacements']) {
    listOf(content, field).forEach((one, index) => {
      add(objectAt(one).path, [field, index, 'path']);
    });
  }
  listOf(content, 'patchesStrategicMerge').forEach((one, index) => {
    add(one, ['patchesStrategicMerge', index]);
  });
  add(objectAt(content.openapi).path, ['openapi', 'path']);
  for (const field of ['configMapGenerator', 'secretGenerator']) {
    listOf(content, field).forEach((one, index) => {
      const generator = objectAt(one);
      add(generator.env, [field, index, 'env']);
      for (const kind of ['files', 'envs']) {
        listOf(generator, kind).forEach((file, at) => {
          if (typeof file === 'string') add(file.slice(file.indexOf('=') + 1), [field, index, kind, at]);
        });
      }
    });
  }
  listOf(content, 'helmCharts').forEach((one, index) => {
    const chart = objectAt(one);
    add(chart.valuesFile, ['helmCharts', index, 'valuesFile']);
    listOf(chart, 'additionalValuesFiles').forEach((file, at) => {
      add(file, ['helmCharts', index, 'additionalValuesFiles', at]);
    });
  });
  return entries;
}

/** What is written in place is no path, and what begins at the root of the disk is not of the tree. */
export function isPath(entry: string): boolean {
  return entry !== '' && !entry.includes('\n') && !entry.startsWith('/');
}

/** Where a chart may stand, as written: a version of a remote one has a directory of its own. */
export function chartPlaces(chart: Json, globalHome: string): readonly string[] {
  if (!isObject(chart) || typeof chart.name !== 'string') return [];
  const { name, version } = chart;
  const home = stringOr(chart.chartHome, globalHome);
  if (home.startsWith('/')) return [];
  const versioned = typeof version === 'string' ? [posix.join(home, `${name}-${version}`, name)] : [];
  return [posix.join(home, name), ...versioned];
}
