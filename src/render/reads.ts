import { posix } from 'node:path';
import type { View } from '../view.ts';
import { LISTED } from './flux/generate.ts';
import { helmInputs, helmPaths, valuesOf } from './helm/inputs.ts';
import { importsOf, jsonnetInputs } from './jsonnet/inputs.ts';
import { kustomizationOf, mostlyEditedView } from './kustomize/edited-view.ts';
import { isElsewhere } from '../unrendered.ts';
import { closedInputs } from './kustomize/inputs.ts';
import { type LayerReads, layerReads } from './kustomize/layer.ts';
import { type Predicate, wantedFiles } from './plain/plain-files.ts';
import { isBelow, leaves, resolveIn } from './tree-files.ts';
import type { Root } from './types.ts';

/** Everything of a tree that decides what a root renders to. */
export interface Reads {
  /** Whether the coming, going or change of a path can change what the root renders to. */
  readonly touches: (path: string) => boolean;
  /** It cannot be told what it reads: every path touches it. */
  readonly isOpen: boolean;
}

/** Finds what roots of one view read; layers that several of them share are looked at once. */
export function openReads(view: View, isWanted: (root: Root) => Predicate): (root: Root) => Reads {
  const layers = new Map<string, LayerReads>();
  const layerAt = (dir: string) => {
    const found = layers.get(dir) ?? layerReads(dir, view);
    layers.set(dir, found);
    return found;
  };
  const addRoot = (root: Root, reads: Gathering) => {
    if (root.path === '-') return;
    for (const path of root.decidedBy ?? []) reads.addWhole(path);
    for (const part of root.sources ?? []) addRoot(part, reads);
    if (root.kind === 'kustomize') addKustomization(root, reads, view, layerAt);
    if (root.kind === 'command') reads.open();
    if (root.kind === 'helm') addChart(root, reads, view);
    if (root.kind === 'jsonnet') addJsonnet(root, reads, view);
    if (root.kind === 'plain') addPlain(root, reads, view, isWanted(root));
    if (root.kind === 'unrendered') addUnrendered(root, reads);
  };
  return (root) => {
    const reads = gathering(view);
    addRoot(root, reads);
    return reads.done();
  };
}

/** Every file that a root renders from, and those whose coming would change it; null: more than can be told. */
export function closedFiles(root: Root, view: View, isWanted: Predicate): readonly string[] | null {
  const files = closedOfKind(root, view, isWanted);
  // what a link leads to outside is not git's, and a submodule is another repository
  return files?.every((file) => view.placeOf(file).lost === null) === true ? files : null;
}

function closedOfKind(root: Root, view: View, isWanted: Predicate): readonly string[] | null {
  if (root.kind === 'unrendered' || root.kind === 'command') return null;
  if (root.kind === 'sources') {
    const parts = (root.sources ?? []).map((part) => closedOfKind(part, view, isWanted));
    return parts.every((files) => files !== null) ? parts.flat() : null;
  }
  if (root.kind === 'kustomize') return closedInputs(root, view);
  if (root.kind === 'helm') return helmInputs(root, view);
  if (root.kind === 'jsonnet') return jsonnetInputs(root, view);
  if (root.path === '-') return null;
  if (view.kindOf(root.path) === 'file') return [root.path];
  const { files, submodules, astray } = wantedFiles(root, view, isWanted);
  return submodules.length + astray.length === 0 ? files : null;
}

interface Gathering {
  /** A path that is read, or looked for in vain, and what it leads through. Returns where it leads. */
  readonly add: (path: string) => ReturnType<View['placeOf']>;
  /** A directory with everything in it. */
  readonly addWhole: (dir: string) => void;
  /** What is so called in a directory and below it, or comes to be. */
  readonly addNamed: (dir: string, name: RegExp) => void;
  readonly open: () => void;
  readonly done: () => Reads;
}

function gathering(view: View): Gathering {
  const files = new Set<string>();
  const directories = new Set<string>();
  const named: Named[] = [];
  let isOpen = false;
  const add = (path: string) => {
    const place = view.placeOf(path);
    for (const one of [path, ...place.via]) files.add(one);
    if (place.lost === null) files.add(place.path);
    // which submodule stands where is written there
    if (place.lost === 'submodule') files.add('.gitmodules');
    return place;
  };
  const addWhole = (dir: string) => {
    if (leaves(dir)) return;
    const { path, kind, lost } = add(dir);
    if (lost !== null || directories.has(path)) return;
    directories.add(path);
    if (kind === 'directory' && view.hasLinks) addLinksBelow(path);
  };
  const addLinksBelow = (dir: string) => {
    for (const { name, kind } of view.list(dir)) {
      const path = resolveIn(dir, name);
      if (kind === 'directory') addLinksBelow(path);
      if (kind === 'symlink' && add(path).kind === 'directory') addWhole(path);
    }
  };
  return {
    add: (path) => (leaves(path) ? { kind: null, path, via: [], lost: 'outside' } : add(path)),
    addWhole,
    addNamed: (dir, name) => {
      named.push({ dir, name });
    },
    open: () => {
      isOpen = true;
    },
    done: () => ({ touches: isOpen ? () => true : touching(files, directories, named), isOpen }),
  };
}

interface Named {
  readonly dir: string;
  readonly name: RegExp;
}

function touching(
  files: ReadonlySet<string>,
  directories: ReadonlySet<string>,
  named: readonly Named[],
): Reads['touches'] {
  const isWithin = (path: string) => [...directories].some((dir) => isBelow(path, dir));
  // attributes decide how the files beside and below them are laid out
  const isAbove = (dir: string) =>
    [files, directories].some((paths) => [...paths].some((path) => isBelow(path, dir)));
  return (path) => {
    if (files.has(path) || isWithin(path)) return true;
    if (named.some(({ dir, name }) => isBelow(path, dir) && name.test(path))) return true;
    return posix.basename(path) === '.gitattributes' && isAbove(posix.dirname(path));
  };
}

function addLayer({ files, directories, isOpen }: LayerReads, reads: Gathering): void {
  for (const file of files) reads.add(file);
  for (const dir of directories) reads.addWhole(dir);
  if (isOpen) reads.open();
}

function addKustomization(
  root: Root,
  reads: Gathering,
  view: View,
  layerAt: (dir: string) => LayerReads,
): void {
  const path = resolveIn('.', root.path);
  const edited = mostlyEditedView(root, view);
  const top = view.placeOf(path).path;
  const layerOf = (dir: string) => (edited !== view && dir === top ? layerReads(dir, edited) : layerAt(dir));
  const visited = new Set<string>();
  const visit = (named: string) => {
    const place = reads.add(named);
    if (place.lost === 'submodule') reads.open();
    if (place.lost !== null || visited.has(place.path)) return;
    visited.add(place.path);
    const layer = layerOf(place.path);
    addLayer(layer, reads);
    for (const below of layer.layers) visit(below);
  };
  visit(path);
  if (root.kustomize?.generate === true && kustomizationOf(root, view) === null) reads.addNamed(path, LISTED);
  if (root.kustomize?.source !== undefined) reads.addNamed('.', /(?:^|\/)\.sourceignore$/);
}

function addChart(root: Root, reads: Gathering, view: View): void {
  const values = new Set(valuesOf(root));
  for (const path of helmPaths(root, view)) {
    // which other charts it depends on is written in the chart
    if (view.placeOf(path).lost === 'submodule' && !values.has(path)) reads.open();
    reads.addWhole(path);
  }
}

function addJsonnet(root: Root, reads: Gathering, view: View): void {
  const { files, isOpen } = importsOf(root, view);
  if (isOpen) reads.open();
  for (const file of [root.path, ...files]) if (reads.add(file).lost === 'submodule') reads.open();
}

/** Whoever renders it reads its directory at least. */
function addUnrendered({ path, unrendered }: Root, reads: Gathering): void {
  if (unrendered !== undefined && !isElsewhere(unrendered.code)) reads.addWhole(resolveIn('.', path));
}

function addPlain(root: Root, reads: Gathering, view: View, isWanted: Predicate): void {
  if (reads.add(resolveIn('.', root.path)).kind !== 'directory') return;
  const { files, submodules, astray } = wantedFiles(root, view, isWanted);
  for (const file of [...files, ...submodules, ...astray]) reads.add(file);
}
