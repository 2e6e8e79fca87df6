import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isArray, isObject, stringOr } from '../../object.ts';
import { readYamlFile, resolveIn } from '../tree-files.ts';

export interface Dependency {
  /** The directory name under `charts/`, and the key of its values. */
  readonly name: string;
  readonly repository: string;
}

export interface Chart {
  readonly name: string;
  /** Relative to the tree. */
  readonly dir: string;
  readonly dependencies: readonly Dependency[];
}

export function readChart(top: string, dir: string): Chart {
  const content = readYamlFile(join(top, dir, 'Chart.yaml'));
  const dependencies = isArray(content.dependencies) ? content.dependencies.filter(isObject) : [];
  return {
    name: stringOr(content.name, ''),
    dir,
    dependencies: dependencies.map((one) => ({
      name: stringOr(one.alias, stringOr(one.name, '')),
      repository: stringOr(one.repository, ''),
    })),
  };
}

/** Another chart of the same repository. */
export function isLocal({ repository }: Dependency): boolean {
  return repository.startsWith('file://');
}

/** Where a path of `# Source:`, or of an error, is in the tree; null when it is in a packed chart. */
export function sourceFile(chart: Chart, source: string, top: string): string | null {
  const slash = source.indexOf('/');
  if (slash < 0) return null;
  return within(chart, source.slice(slash + 1), top);
}

function within(chart: Chart, path: string, top: string): string | null {
  const file = resolveIn(chart.dir, path);
  if (existsSync(join(top, file))) return file;
  const match = /^charts\/([^/]+)\/(.*)$/.exec(path);
  const dependency = chart.dependencies.find(({ name }) => name === match?.[1]);
  if (match?.[2] === undefined || dependency === undefined || !isLocal(dependency)) return null;
  const dir = resolveIn(chart.dir, dependency.repository.slice('file://'.length));
  return dir.startsWith('..') ? null : within(readChart(top, dir), match[2], top);
}
