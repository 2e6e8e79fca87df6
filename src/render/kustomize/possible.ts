import { posix } from 'node:path';
import type { Place } from '../../place.ts';
import type { Paths, View } from '../../view.ts';
import { decode } from '../text.ts';
import { KUSTOMIZATION_FILES } from './files.ts';

/** Where a kustomization stands. */
interface Spot {
  readonly file: string;
  readonly dir: string;
  readonly steps: readonly string[];
}

interface Layer {
  readonly spot: Spot;
  readonly written: Written;
}

interface Written {
  readonly text: string;
  readonly isOpaque: boolean;
}

const NAMES: ReadonlySet<string> = new Set(KUSTOMIZATION_FILES);
/** It reads more than it names, or names it in a way that is not seen in its text: escapes, base64. */
const OPAQUE = /helm|generators|transformers|validators|binary|\\[xuU/\r\n]/i;
/** Links that lead to each other could be followed for ever. */
const DEEPEST = 40;
/** A name that YAML lets nobody write otherwise than as it is. */
const PLAIN = /^[\w.@+=~-]+$/;

/** What of a commit can name other files: found once, a commit does not change. */
interface Skeleton {
  readonly kustomizations: readonly Spot[];
  readonly links: readonly string[];
  readonly submodules: readonly string[];
  /** What was found last, and from what: base and head mostly differ in other files. */
  last: {
    readonly changed: readonly string[];
    readonly layers: readonly Layer[];
    readonly possible: Possible;
  } | null;
}

type Possible = ReadonlySet<string>;

const SKELETONS = new WeakMap<Paths, Skeleton>();

function skeletonOf(paths: Paths): Skeleton {
  const known = SKELETONS.get(paths);
  if (known !== undefined) return known;
  const kustomizations: Spot[] = [];
  const links: string[] = [];
  const submodules: string[] = [];
  for (const [path, { kind }] of paths) {
    if (NAMES.has(path.slice(path.lastIndexOf('/') + 1))) {
      const dir = posix.dirname(path);
      kustomizations.push({ file: path, dir, steps: stepsOf(dir) });
    }
    if (kind === 'symlink') links.push(path);
    if (kind === 'submodule') submodules.push(path);
  }
  const skeleton: Skeleton = { kustomizations, links, submodules, last: null };
  SKELETONS.set(paths, skeleton);
  return skeleton;
}

/**
 * Directories of the kustomizations that may read one of these paths, themselves or through what they include: all
 * that do, and few others. Told by their text alone, because parsing hundreds of them takes longer than all the rest.
 */
export function possibleLayers(changed: readonly string[], paths: Paths, view: View): Possible {
  const skeleton = skeletonOf(paths);
  const layers = skeleton.kustomizations.map((spot) => ({ spot, written: writtenAt(spot.file, view) }));
  const { last } = skeleton;
  if (last !== null && last.changed === changed && isSame(last.layers, layers)) return last.possible;
  const possible = find(changed, layers, skeleton, view);
  // where links lead is not written in any of the layers
  if (skeleton.links.length === 0) skeleton.last = { changed, layers, possible };
  return possible;
}

function isSame(some: readonly Layer[], others: readonly Layer[]): boolean {
  return some.every(({ written }, index) => written === others[index]?.written);
}

function find(
  changed: readonly string[],
  layers: readonly Layer[],
  { links, submodules }: Skeleton,
  view: View,
): Possible {
  const places = links.map((path) => ({ path, place: view.placeOf(path) }));
  const isAnywhere = changed.some((path) => posix.basename(path) === '.gitattributes');
  const [found, left] = split(layers, ({ written }) => isAnywhere || written.isOpaque);
  const possible = new Set(found.map(({ spot }) => spot.dir));
  // what is named below a submodule is not here to be read
  const toFollow = new Set([...changed, ...submodules, ...possible]);
  let others = left;
  // a set gives what is added while it is gone through, too
  for (const path of toFollow) {
    for (const alias of aliasesOf(path, places)) toFollow.add(alias);
    const steps = stepsOf(path);
    const [named, rest] = split(others, (layer) => mayName(layer, path, steps));
    others = rest;
    for (const { spot } of named) {
      possible.add(spot.dir);
      toFollow.add(spot.dir);
    }
  }
  return possible;
}

const NOTHING: Written = { text: '', isOpaque: false };
/** By the bytes of a file, which base and head share. */
const WRITTEN = new WeakMap<Buffer, Written>();

function writtenAt(file: string, view: View): Written {
  const content = view.read(file);
  if (content === undefined) return NOTHING;
  const known = WRITTEN.get(content) ?? written(decode(content));
  WRITTEN.set(content, known);
  return known;
}

function written(text: string): Written {
  return { text, isOpaque: OPAQUE.test(text) };
}

/** An entry that leads to a path holds every step of the way down to it, and dots if it goes up. */
function mayName(
  { spot: { file, steps }, written: { text } }: Layer,
  path: string,
  to: readonly string[],
): boolean {
  if (path === file) return true;
  let same = 0;
  while (same < steps.length && steps[same] === to[same]) same++;
  if (same < steps.length && !text.includes('..')) return false;
  for (let at = to.length - 1; at >= same; at--) {
    const step = to[at] ?? '';
    if (PLAIN.test(step) && !text.includes(step)) return false;
  }
  return true;
}

interface Link {
  readonly path: string;
  readonly place: Place;
}

/** The names that links give a path; and those of links that lead through it. */
function aliasesOf(path: string, links: readonly Link[]): readonly string[] {
  return links.flatMap(({ path: link, place }) => {
    if (place.via.includes(path)) return [link];
    if (place.lost !== null) return [];
    if (place.path === path) return [link];
    const isBelow = place.path === '.' || path.startsWith(`${place.path}/`);
    const below = place.path === '.' ? path : path.slice(place.path.length + 1);
    const isDeeper = path.startsWith(`${link}/`) || path.split('/').length > DEEPEST;
    return isBelow && !isDeeper ? [`${link}/${below}`] : [];
  });
}

function stepsOf(path: string): readonly string[] {
  return path === '.' ? [] : path.split('/');
}

function split<T>(items: readonly T[], test: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  const yes: T[] = [];
  const no: T[] = [];
  for (const item of items) (test(item) ? yes : no).push(item);
  return [yes, no];
}
