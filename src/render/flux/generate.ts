import type { JsonObject } from '../../object.ts';
import type { View } from '../../view.ts';
import { KUSTOMIZATION_FILES } from '../kustomize/files.ts';
import { resolveIn } from '../tree-files.ts';
import { NEVER_DESCENDED } from './source-filter.ts';

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
 * build to say.
 */
export function listManifests(dir: string, view: View, isInSource: (file: string) => boolean): Listing {
  const listing = { resources: [] as string[], directories: [] as string[], submodules: [] as string[] };
  const hasKustomization = (path: string) =>
    KUSTOMIZATION_FILES.map((name) => resolveIn(path, name)).some(
      (file) => view.kindOf(file) === 'file' && isInSource(file),
    );
  const visit = (path: string) => {
    listing.directories.push(path);
    for (const { name, kind } of view.list(path).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const entry = resolveIn(path, name);
      if (kind === 'submodule') listing.submodules.push(entry);
      if (kind === 'file' && /\.ya?ml$/.test(name) && isInSource(entry)) listing.resources.push(entry);
      if (kind !== 'directory' || NEVER_DESCENDED.has(name)) continue;
      if (hasKustomization(entry)) listing.resources.push(entry);
      else visit(entry);
    }
  };
  visit(dir);
  return listing;
}

/** The kustomization that Flux would write; one that lists nothing still has to say something. */
export function kustomizationOf(dir: string, { resources }: Listing): JsonObject {
  const head = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' };
  if (resources.length === 0) return { ...head, namespace: '_placeholder' };
  const within = (path: string) => `./${dir === '.' ? path : path.slice(dir.length + 1)}`;
  return { ...head, resources: resources.map(within) };
}
