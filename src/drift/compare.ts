import { isArray, isObject, type Json, type JsonObject, sameJson } from '../object.ts';
import { type Path, pathOf, type Trail } from '../path.ts';
import { fieldType, itemKeys, itemType, keyText, type ScalarType, type Typed } from '../schema.ts';
import { isDefault, isDroppedZero } from './defaults.ts';
import { sameQuantity } from './quantity.ts';

/** One place where live is not what git declares. */
export interface Difference {
  readonly path: Path;
  readonly class: 'changed' | 'missing' | 'extra';
  readonly git?: Json;
  readonly live?: Json;
  /** Stands in a value that one manager owns as a whole: only comparing finds what is extra there. */
  readonly atomic: boolean;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** Fields git declares that the schema does not know. */
  readonly unknown: readonly Path[];
  /** List-maps and sets with the same items in another order. */
  readonly reordered: readonly Difference[];
}

interface Walk {
  readonly differences: Difference[];
  readonly unknown: Path[];
  readonly reordered: Difference[];
}

/** Every leaf that git declares against the same field of live, by the server's own schema. Pure and local. */
export function compare(desired: JsonObject, live: JsonObject, type: Typed): Comparison {
  const walk: Walk = { differences: [], unknown: [], reordered: [] };
  object(walk, desired, live, type, null, false);
  return walk;
}

function value(walk: Walk, git: Json, live: Json, type: Typed, path: Trail | null, atomic: boolean): void {
  if (isObject(git) && isObject(live)) {
    const isAtomic = 'atomic' in type.node && type.node.atomic === true;
    if (isAtomic && Object.keys(git).length === 0 && Object.keys(live).length > 0) {
      walk.differences.push({ path: pathOf(path), class: 'changed', git, live, atomic });
      return;
    }
    object(walk, git, live, type, path, atomic || isAtomic);
    return;
  }
  if (isArray(git) && isArray(live)) {
    list(walk, git, live, type, path, atomic);
    return;
  }
  // the server stores an empty list of some kinds as null
  if (live === null && isArray(git) && git.length === 0) return;
  if (!sameScalar(git, live, type))
    walk.differences.push({ path: pathOf(path), class: 'changed', git, live, atomic });
}

function object(
  walk: Walk,
  git: JsonObject,
  live: JsonObject,
  type: Typed,
  path: Trail | null,
  atomic: boolean,
): void {
  for (const key in git) {
    const wanted = git[key];
    if (wanted === undefined) continue;
    const inner = fieldType(type, key);
    const at = { up: path, step: key };
    if (inner === null) walk.unknown.push(pathOf(at));
    else if (Object.hasOwn(live, key)) value(walk, wanted, live[key] ?? null, inner, at, atomic);
    else
      absent(
        walk,
        wanted,
        inner,
        at,
        atomic,
        isDroppedZero(type, key, wanted) || isDefault(type, key, wanted, live),
      );
  }
  if (!atomic) return;
  for (const key in live) {
    const found = live[key];
    if (found === undefined || Object.hasOwn(git, key) || isDefault(type, key, found, live)) continue;
    walk.differences.push({ path: pathOf({ up: path, step: key }), class: 'extra', live: found, atomic });
  }
}

/** Git declares what live lacks: named at the leaves, at the item for list-maps. Empty maps and lists are nothing. */
function absent(
  walk: Walk,
  git: Json,
  type: Typed,
  path: Trail | null,
  atomic: boolean,
  dropped: boolean,
): void {
  if (dropped) return;
  if (isArray(git) && git.length === 0) return;
  if (isObject(git)) {
    const keys = Object.keys(git);
    if (keys.length === 0 && type.node.t !== 'struct') return;
    if (keys.length > 0 && !('atomic' in type.node && type.node.atomic)) {
      for (const key of keys) {
        const inner = fieldType(type, key);
        const at = { up: path, step: key };
        if (inner === null) walk.unknown.push(pathOf(at));
        else absent(walk, git[key] ?? null, inner, at, atomic, isDroppedZero(type, key, git[key] ?? null));
      }
      return;
    }
  }
  if (isArray(git) && type.node.t === 'list' && type.node.list !== 'atomic') {
    for (const item of git) {
      const keys = itemKeys(type, item);
      const step = type.node.list === 'set' ? { value: item } : keys && { keys };
      if (step !== undefined)
        walk.differences.push({ path: pathOf({ up: path, step }), class: 'missing', git: item, atomic });
    }
    return;
  }
  walk.differences.push({ path: pathOf(path), class: 'missing', git, atomic });
}

function list(
  walk: Walk,
  git: readonly Json[],
  live: readonly Json[],
  type: Typed,
  path: Trail | null,
  atomic: boolean,
): void {
  const kind = type.node.t === 'list' ? type.node.list : 'atomic';
  if (kind === 'set' && !atomic) {
    set(walk, git, live, path);
    return;
  }
  const wanted = kind === 'map' ? keyed(type, git) : undefined;
  const found = kind === 'map' ? keyed(type, live) : undefined;
  if (wanted !== undefined && found !== undefined) {
    listMap(walk, wanted, found, type, path, atomic);
    return;
  }
  const item = itemType(type);
  if (git.length !== live.length) {
    walk.differences.push({ path: pathOf(path), class: 'changed', git, live, atomic });
    return;
  }
  for (const [index, one] of git.entries())
    value(walk, one, live[index] ?? null, item, { up: path, step: index }, true);
}

type Keyed = ReadonlyMap<string, { readonly keys: Readonly<Record<string, Json>>; readonly item: Json }>;

/** Items by their keys; undefined where a key is missing or stands twice: then only the position tells items apart. */
function keyed(type: Typed, items: readonly Json[]): Keyed | undefined {
  const map = new Map<string, { keys: Readonly<Record<string, Json>>; item: Json }>();
  for (const item of items) {
    const keys = itemKeys(type, item);
    if (keys === undefined) return undefined;
    map.set(keyText(keys), { keys, item });
  }
  return map.size === items.length ? map : undefined;
}

function listMap(
  walk: Walk,
  git: Keyed,
  live: Keyed,
  type: Typed,
  path: Trail | null,
  atomic: boolean,
): void {
  const item = itemType(type);
  for (const [key, wanted] of git) {
    const at = { up: path, step: { keys: wanted.keys } };
    const found = live.get(key);
    if (found === undefined)
      walk.differences.push({ path: pathOf(at), class: 'missing', git: wanted.item, atomic });
    else value(walk, withKeys(wanted.item, wanted.keys), found.item, item, at, atomic);
  }
  if (atomic) {
    for (const [key, found] of live) {
      if (!git.has(key))
        walk.differences.push({
          path: pathOf({ up: path, step: { keys: found.keys } }),
          class: 'extra',
          live: found.item,
          atomic,
        });
    }
  }
  if (sameOrder(git, live)) return;
  const order = [...git.keys()].filter((key) => live.has(key));
  const liveOrder = [...live.keys()].filter((key) => git.has(key));
  if (order.some((key, index) => key !== liveOrder[index])) {
    walk.reordered.push({
      path: pathOf(path),
      class: 'changed',
      git: order.map(plainKey),
      live: liveOrder.map(plainKey),
      atomic,
    });
  }
}

/** The common case, told without making lists. */
function sameOrder(git: Keyed, live: Keyed): boolean {
  if (git.size !== live.size) return false;
  const keys = live.keys();
  for (const key of git.keys()) if (key !== keys.next().value) return false;
  return true;
}

function plainKey(text: string): Json {
  const key: Json = JSON.parse(text);
  return key;
}

function withKeys(item: Json, keys: Readonly<Record<string, Json>>): Json {
  return isObject(item) && Object.keys(keys).some((key) => !Object.hasOwn(item, key))
    ? { ...keys, ...item }
    : item;
}

function set(walk: Walk, git: readonly Json[], live: readonly Json[], path: Trail | null): void {
  for (const item of git) {
    if (!live.some((one) => sameJson(one, item))) {
      walk.differences.push({
        path: pathOf({ up: path, step: { value: item } }),
        class: 'missing',
        git: item,
        atomic: false,
      });
    }
  }
}

function sameScalar(git: Json, live: Json, type: Typed): boolean {
  if (git === live) return true;
  if (type.node.t !== 'scalar') return sameJson(git, live);
  return sameFormatted(git, live, type.node);
}

function sameFormatted(git: Json, live: Json, node: ScalarType): boolean {
  if (node.format === 'quantity') return isQuantity(git) && isQuantity(live) && sameQuantity(git, live);
  if (typeof git !== 'string' || typeof live !== 'string') return false;
  if (node.format === 'byte') return git.replace(/\s/g, '') === live.replace(/\s/g, '');
  return node.format === 'time' && Date.parse(git) === Date.parse(live);
}

function isQuantity(value: Json): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
