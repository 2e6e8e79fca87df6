import type { Deps } from '../deps.ts';
import { openStore } from '../store.ts';
import type { View } from '../view.ts';
import { keyOf, remembered } from './cache.ts';
import { renderView } from './plain/plain.ts';
import { globsOf, type Predicate } from './plain/plain-files.ts';
import { programsOf } from './program/programs.ts';
import { closedFiles } from './reads.ts';
import { finished, renderRoot } from './render.ts';
import { isForCluster, renderSources } from './sources.ts';
import type { Rendering, Root, Target, Tree } from './types.ts';

/** A commit that is laid out only when something of it must be rendered. */
export interface LazyTree {
  readonly view: View;
  /** Work over the view, done again until it lacks no file. */
  readonly settle: <T>(work: () => T) => Promise<T>;
  /** What besides their content decides how files are laid out. */
  readonly layout: () => Promise<string>;
  /** Whether a file that is laid out is its blob, byte for byte. */
  readonly isVerbatim: () => Promise<boolean>;
  readonly laidOut: () => Promise<Tree>;
}

/** Renderings of one root by what they are made of: of those that hold a Secret, nothing else remembers any. */
export type Renderings = Map<string, Promise<Rendering>>;

/** Renders a root as `renderRoot` does; what was rendered before, of the same blobs, needs no tree. */
export async function renderAt(
  root: Root,
  tree: LazyTree,
  target: Target,
  deps: Deps,
  known: Renderings = new Map(),
): Promise<Rendering> {
  if (root.kind === 'sources')
    return renderSources(root, (part) => renderAt(part, tree, target, deps, known));
  const [isWanted, layout] = await Promise.all([globsOf([root]), tree.layout()]);
  const ingredients = {
    programs: programsOf(root.kind, deps),
    inputs: () => closedFiles(root, tree.view, isWanted(root)),
    target: isForCluster(root) ? target : null,
    layout,
  };
  const key = await tree.settle(() => keyOf(root, tree.view, ingredients, deps));
  const render = async () =>
    root.kind === 'plain' && !tree.view.hasLinks && (await tree.isVerbatim())
      ? renderBlobs(root, tree, isWanted(root), deps)
      : renderRoot(root, await tree.laidOut(), target, deps);
  if (key === null) return render();
  const found = known.get(key) ?? remembered(key, deps, render);
  known.set(key, found);
  return found;
}

/** Nothing need be laid out where our own parsing is all that reads it. */
async function renderBlobs(
  root: Root,
  { view, settle }: LazyTree,
  isWanted: Predicate,
  deps: Deps,
): Promise<Rendering> {
  const files = await settle(() => {
    const found = closedFiles(root, view, isWanted) ?? [];
    for (const file of found) view.read(file);
    return found;
  });
  // of a single file the rendering is remembered, and its stream would be once more
  const store = files.length > 1 ? openStore(deps, 'manifests') : null;
  return finished(root, renderView(root, view, isWanted, store));
}

/** Longer no command line may be everywhere. */
const MOST_TEXT = 30_000;

/** The files that these roots are rendered from, if that is all they need; null: lay everything out. */
export function partFor(
  roots: readonly Root[],
  view: View,
  isWanted: (root: Root) => Predicate,
): readonly string[] | null {
  const files = new Set<string>();
  for (const root of roots) {
    const closed = closedFiles(root, view, isWanted(root));
    if (closed === null || closed.some((file) => view.placeOf(file).via.length > 0)) return null;
    for (const file of closed) files.add(file);
  }
  const all = [...files].filter((file) => view.kindOf(file) === 'file');
  return all.length > 0 && all.join('\n').length <= MOST_TEXT ? all : null;
}
