import type { JsonObject } from '../../object.ts';
import type { View } from '../../view.ts';
import { KUSTOMIZATION_FILES } from '../kustomize/files.ts';
import { resolveIn } from '../tree-files.ts';
import { directoriesOf, IGNORE_FILE, NEVER_DESCENDED } from './source-filter.ts';

/** What is found where Flux makes up a kustomization. */
export interface Listing {
  /** Files and directories of kustomizations, relative to the tree, in the order in which they are listed. */
  readonly resources: readonly string[];
  /** Every directory that was looked into. */
  readonly directories: readonly string[];
  /** Directories whose content is another repository's. */
  readonly submodules: readonly string[];
}

/**
 * What a directory without a kustomization.yaml stands for, as fluxcd/pkg/kustomize has it: every `*.yaml` and `*.yml`
 * in it and below, and of a directory that has a kustomization that one alone. What is wrong with a file is for the
 * build to say. `view`: of the source.
 */
export function listManifests(dir: string, view: View): Listing {
  const listing = { resources: [] as string[], directories: [] as string[], submodules: [] as string[] };
  const hasKustomization = (path: string) =>
    KUSTOMIZATION_FILES.some((name) => view.kindOf(resolveIn(path, name)) === 'file');
  const visit = (path: string) => {
    listing.directories.push(path);
    for (const { name, kind } of view.list(path).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const entry = resolveIn(path, name);
      if (kind === 'submodule') listing.submodules.push(entry);
      if (kind === 'file' && /\.ya?ml$/.test(name)) listing.resources.push(entry);
      if (kind !== 'directory' || NEVER_DESCENDED.has(name)) continue;
      if (hasKustomization(entry)) listing.resources.push(entry);
      else visit(entry);
    }
  };
  visit(dir);
  return listing;
}

/** What Flux writes into a kustomization that lists nothing: one that says nothing is an error. */
export const PLACEHOLDER = '_placeholder';

/** The kustomization that Flux would write. */
export function generated(dir: string, { resources }: Listing): JsonObject {
  const head = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' };
  if (resources.length === 0) return { ...head, namespace: PLACEHOLDER };
  const within = (path: string) => `./${dir === '.' ? path : path.slice(dir.length + 1)}`;
  return { ...head, resources: resources.map(within) };
}

/** Files whose coming, going or change may change what is listed in and below a directory. */
export const LISTED = /(?:^|\/)(?:[^/]*\.ya?ml|Kustomization)$/;

/** Every path on which something may say what the source leaves out of these. */
export function ignoreFilesFor(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.flatMap(directoriesOf))].map((dir) => resolveIn(dir, IGNORE_FILE));
}
