import { create, type Delta } from 'jsondiffpatch';
import { isArray, isObject, type Json } from '../object.ts';
import type { Path, Step } from '../path.ts';

/** One place within a composite value where the sides differ; absent on the side that lacks it. */
export interface Part {
  readonly path: Path;
  readonly git?: Json;
  readonly live?: Json;
}

/** What names an item in the lists Kubernetes knows; the most telling first. */
const IDENTITIES = [
  'mountPath',
  'devicePath',
  'containerPort',
  'name',
  'key',
  'port',
  'host',
  'ip',
  'topologyKey',
  'uid',
  'type',
];
/** With more differences than this, two items at one place are two items, not one that changed. */
const ALIKE = 3;

/** The differing parts of two lists or two maps. An item that moved is gone at one index and there at another. */
export function partsOf(git: Json, live: Json): readonly Part[] {
  const differ = create({ objectHash: hashOf, arrays: { detectMove: false } });
  return walk(differ.diff(git, live), live, []);
}

function walk(delta: Delta, live: Json | undefined, path: Path): readonly Part[] {
  if (delta === undefined) return [];
  if (Array.isArray(delta)) return [leaf(delta, path)];
  const { _t: kind, ...entries } = { ...delta };
  if (kind === 'a') return items(entries, isArray(live) ? live : [], path);
  return Object.entries(delta).flatMap(([key, inner]) =>
    walk(inner, isObject(live) ? live[key] : undefined, [...path, key]),
  );
}

/** `_3` is the item git has at 3, `3` the one live has there; at both, it may be one item that changed. */
function items(
  entries: { readonly [key: string]: unknown },
  live: readonly Json[],
  path: Path,
): readonly Part[] {
  const indexes = new Set(Object.keys(entries).map((key) => Number(key.replace('_', ''))));
  return [...indexes]
    .sort((one, other) => one - other)
    .flatMap((index) => {
      const removed = entries[`_${index}`];
      const there = entries[index];
      if (removed === undefined) return inLive(there, live[index], index, path);
      const gone = leaf(removed, [...path, index]);
      if (there === undefined) return [gone];
      const came = inLive(there, live[index], index, path);
      return Array.isArray(there) ? (changedInPlace(gone, came) ?? [gone, ...came]) : [gone, ...came];
    });
}

function inLive(delta: unknown, live: Json | undefined, index: number, path: Path): readonly Part[] {
  if (Array.isArray(delta)) return [leaf(delta, [...path, index])];
  return isDelta(delta) ? walk(delta, live, [...path, stepOf(live, index)]) : [];
}

function changedInPlace({ path, git }: Part, [came]: readonly Part[]): readonly Part[] | undefined {
  const live = came?.live;
  if (git === undefined || live === undefined) return undefined;
  if (!isObject(git) || !isObject(live))
    return isScalar(git) && isScalar(live) ? [{ path, git, live }] : undefined;
  const parts = partsOf(git, live);
  return parts.length <= ALIKE
    ? parts.map((part) => ({ ...part, path: [...path, ...part.path] }))
    : undefined;
}

/** jsondiffpatch's leaves: `[new]`, `[old, new]`, `[old, 0, 0]`. */
function leaf(delta: unknown, path: Path): Part {
  const [first, second] = Array.isArray(delta) ? delta.map(jsonOf) : [];
  const length = Array.isArray(delta) ? delta.length : 0;
  if (length === 1) return { path, live: first ?? null };
  if (length === 3) return { path, git: first ?? null };
  return { path, git: first ?? null, live: second ?? null };
}

function hashOf(item: object): string {
  const step = isObject(item) ? stepOf(item, 0) : 0;
  return JSON.stringify(step === 0 ? item : step);
}

function stepOf(item: Json | undefined, index: number): Step {
  if (!isObject(item)) return index;
  const key = IDENTITIES.find((name) => Object.hasOwn(item, name) && isScalar(item[name]));
  const value = key === undefined ? undefined : item[key];
  return key === undefined || value === undefined ? index : { keys: { [key]: value } };
}

function isScalar(value: Json | undefined): boolean {
  return value !== null && typeof value !== 'object' && value !== undefined;
}

function isDelta(value: unknown): value is Delta {
  return typeof value === 'object' && value !== null;
}

function jsonOf(value: unknown): Json {
  if (Array.isArray(value)) return value.map(jsonOf);
  if (isObject(value)) return value;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
