import { posix } from 'node:path';
import type { View } from '../view.ts';
import { edits } from './kustomize/edit.ts';
import { possibleLayers } from './kustomize/possible.ts';
import type { Predicate } from './plain/plain-files.ts';
import { openReads } from './reads.ts';
import { isBelow, resolveIn } from './tree-files.ts';
import type { Root } from './types.ts';

/**
 * Whether one of these paths can touch a root that nobody has named, one that `findRoots` would find. To find them all
 * is to parse every kustomization: most pushes that touch none need not.
 */
export function mayTouchFound(changed: readonly string[], view: View): boolean {
  const { paths, hasLinks } = view;
  if (paths === null || hasLinks || possibleLayers(changed, paths, view).size > 0) return true;
  if (changed.some((path) => directoriesAbove(path).some((dir) => isChart(dir, view)))) return true;
  // where nothing else makes a root, the whole tree is one
  const makesRoot = (path: string) =>
    /(?:^|\/)(?:kustomization\.ya?ml|Kustomization|Chart\.yaml)$/.test(path);
  return !paths.keys().some(makesRoot);
}

function isChart(dir: string, view: View): boolean {
  return view.kindOf(resolveIn(dir, 'Chart.yaml')) === 'file';
}

function directoriesAbove(path: string): readonly string[] {
  const dir = posix.dirname(path);
  return dir === '.' ? ['.'] : [dir, ...directoriesAbove(dir)];
}

/** Tells which roots of a view read one of these paths. What cannot matter is not looked at. */
export function openTouched(
  changed: readonly string[],
  view: View,
  isWanted: (root: Root) => Predicate,
): (root: Root) => boolean {
  const readsOf = openReads(view, isWanted);
  const { paths, hasLinks } = view;
  let found: ReadonlySet<string> | undefined;
  const isPossible = (root: Root) => {
    if (paths === null || edits(root.kustomize)) return true;
    found ??= possibleLayers(changed, paths, view);
    if (found.size === 0) return false;
    const path = resolveIn('.', root.path);
    return found.has(hasLinks ? view.placeOf(path).path : path);
  };
  const mayBe = (root: Root): boolean => {
    if (root.decidedBy?.some((path) => changed.some((one) => isBelow(one, path))) === true) return true;
    if (root.kind === 'kustomize') return isPossible(root);
    if (root.kind !== 'plain' || hasLinks) return true;
    const path = resolveIn('.', root.path);
    return changed.some((one) => isBelow(one, path) || one.endsWith('.gitattributes'));
  };
  return (root) => {
    if (!mayBe(root)) return false;
    const { touches } = readsOf(root);
    return changed.some(touches);
  };
}
