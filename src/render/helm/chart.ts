import { isArray, isObject, stringOr } from '../../object.ts';
import type { View } from '../../view.ts';
import { leaves, readYamlFile, resolveIn } from '../tree-files.ts';

export interface Dependency {
  /** The directory name under `charts/`, and the key of its values. */
  readonly name: string;
  readonly repository: string;
  /** A range, or one version; `''`: any. */
  readonly version: string;
}

export interface Chart {
  readonly name: string;
  /** Relative to the tree. */
  readonly dir: string;
  readonly dependencies: readonly Dependency[];
}

export function readChart(view: View, dir: string): Chart {
  const content = readYamlFile(resolveIn(dir, 'Chart.yaml'), view);
  // charts of the first apiVersion keep their dependencies apart
  const apart = content.apiVersion === 'v1' ? readYamlFile(resolveIn(dir, 'requirements.yaml'), view) : {};
  const dependencies = [content.dependencies, apart.dependencies].flatMap((list) =>
    isArray(list) ? list.filter(isObject) : [],
  );
  return {
    name: stringOr(content.name, ''),
    dir,
    dependencies: dependencies.map((one) => ({
      name: stringOr(one.alias, stringOr(one.name, '')),
      repository: stringOr(one.repository, ''),
      version: stringOr(one.version, ''),
    })),
  };
}

/** Another chart of the same repository. */
export function isLocal({ repository }: Dependency): boolean {
  return repository.startsWith('file://');
}

/** What is fetched for a chart is the same every time: a lock file or the chart itself names one version of each. */
export function isPinned({ dir, dependencies }: Chart, view: View): boolean {
  const isLocked = ['Chart.lock', 'requirements.lock'].some(
    (name) => view.kindOf(resolveIn(dir, name)) === 'file',
  );
  return isLocked || dependencies.every((one) => isLocal(one) || isExact(one.version));
}

/** One version, no range of them. */
export function isExact(version: string | undefined): version is string {
  return version !== undefined && /^v?\d+\.\d+\.\d+(?:[-+][\w.+-]*)?$/.test(version);
}

/** Where a path of `# Source:`, or of an error, is in the tree; null when it is in a packed chart. */
export function sourceFile(chart: Chart, source: string, view: View): string | null {
  const slash = source.indexOf('/');
  if (slash < 0) return null;
  return within(chart, source.slice(slash + 1), view);
}

function within(chart: Chart, path: string, view: View): string | null {
  const file = resolveIn(chart.dir, path);
  if (view.kindOf(file) !== null) return file;
  const match = /^charts\/([^/]+)\/(.*)$/.exec(path);
  const dependency = chart.dependencies.find(({ name }) => name === match?.[1]);
  if (match?.[2] === undefined || dependency === undefined || !isLocal(dependency)) return null;
  const dir = resolveIn(chart.dir, dependency.repository.slice('file://'.length));
  return leaves(dir) ? null : within(readChart(view, dir), match[2], view);
}
