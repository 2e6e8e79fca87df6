import { posix } from 'node:path';
import { helmPaths } from '../../render/helm/inputs.ts';
import { isPath, referencedBy } from '../../render/kustomize/files.ts';
import { argoGlobs } from '../../render/plain/plain-files.ts';
import { isBelow, leaves, readYamlFile, resolveIn } from '../../render/tree-files.ts';
import type { Root } from '../../render/types.ts';
import type { Scan } from './scan.ts';

/** Whether what a root renders may hold further apps: only then is it rendered to look for them. */
export function declaresApps(root: Root, scan: Scan): boolean {
  const { declaring, kustomizations, view } = scan;
  const isIn = (dir: string) => [...declaring].some((file) => isBelow(file, dir));
  switch (root.kind) {
    case 'plain':
      return [...declaring].some((file) => takesFile(root, file));
    case 'kustomize':
      if (kustomizations.has(root.path)) return declaresKustomization(root.path, scan);
      return (
        isIn(root.path) ||
        [...kustomizations.keys()].some((dir) => isBelow(dir, root.path) && declaresKustomization(dir, scan))
      );
    case 'helm':
      return (
        root.helm?.chart === undefined && helmPaths(root, view).some((path) => !leaves(path) && isIn(path))
      );
    case 'jsonnet':
      return isIn(root.path) || [...declaring].some((file) => file.endsWith('sonnet'));
    case 'sources':
      return (root.sources ?? []).some((part) => declaresApps(part, scan));
    case 'command':
    case 'unrendered':
      return false;
  }
}

/** Whether a kustomization includes, directly or not, a file that may declare apps. */
export function declaresKustomization(
  dir: string,
  scan: Scan,
  seen: ReadonlySet<string> = new Set(),
): boolean {
  const file = scan.kustomizations.get(dir);
  if (file === undefined || seen.has(dir)) return false;
  const within = new Set([...seen, dir]);
  return referencedBy(readYamlFile(file, scan.view)).some((entry) => {
    if (!isPath(entry)) return false;
    const path = resolveIn(dir, entry);
    if (scan.declaring.has(path)) return true;
    return scan.charts.has(path)
      ? [...scan.declaring].some((one) => isBelow(one, path))
      : declaresKustomization(path, scan, within);
  });
}

/** Whether a root renders the manifest in a file, whatever else it renders. */
export function takesFile(root: Root, file: string): boolean {
  const { path, directory } = root;
  if (root.kind === 'sources') return (root.sources ?? []).some((part) => takesFile(part, file));
  if (root.kind !== 'plain') return false;
  if (path === file) return true;
  const isIn = root.recurse === true ? isBelow(file, path) : posix.dirname(file) === path;
  return isIn && (directory === undefined || argoGlobs(path, directory)(file));
}
