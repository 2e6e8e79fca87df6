import { isArray, isObject, type Json, type JsonObject, sameJson } from '../object.ts';
import { type Path, pathOf, type Trail } from '../path.ts';
import { fieldType, itemKeys, itemType, type Typed, UNTYPED } from '../schema.ts';
import { isDefault } from './defaults.ts';
import { type Entry, isLeaf, parse } from './fields.ts';

/** A live field that somebody owns and git does not declare. */
export interface Uncovered {
  readonly path: Path;
  readonly live: Json;
  readonly entry: Entry;
}

interface Place {
  readonly fields: Json;
  readonly desired: Json | undefined;
  readonly live: Json;
  readonly type: Typed;
  readonly path: Trail | null;
}

/**
 * Walks one manager's field set beside desired and live: every owned leaf that live has and git lacks, save what
 * the server fills in by itself. An item of a list-map or set that git lacks is one finding, named at the item.
 */
export function uncovered(
  entry: Entry,
  desired: JsonObject,
  live: JsonObject,
  type: Typed,
): readonly Uncovered[] {
  const found: Uncovered[] = [];
  walk({ fields: entry.fields, desired, live, type, path: null }, (path, value) =>
    found.push({ path: pathOf(path), live: value, entry }),
  );
  return found;
}

type Report = (path: Trail | null, live: Json) => void;

function walk(place: Place, report: Report): void {
  const { fields } = place;
  if (!isObject(fields)) return;
  for (const key in fields) {
    const inner = fields[key];
    if (inner === undefined || key === '.') continue;
    if (key.startsWith('f:')) field(place, key.slice(2), inner, report);
    else if (key.startsWith('k:')) item(place, parse(key.slice(2)), inner, report);
    else if (key.startsWith('v:')) element(place, parse(key.slice(2)), report);
  }
}

function field(place: Place, name: string, fields: Json, report: Report): void {
  const { live, desired, type, path } = place;
  const found = isObject(live) ? live[name] : undefined;
  if (found === undefined) return;
  const wanted = isObject(desired) ? desired[name] : undefined;
  if (isServerField(path, name)) return;
  const inner = fieldType(type, name) ?? UNTYPED;
  const at = { up: path, step: name };
  if (!isLeaf(fields)) {
    walk({ fields, desired: wanted, live: found, type: inner, path: at }, report);
    return;
  }
  if (wanted !== undefined || isEmpty(found) || isDefault(type, name, found, live)) return;
  // a leaf at a map that merges key by key owns the map, not what others put into it
  if (isObject(found) && !('atomic' in inner.node && inner.node.atomic === true)) return;
  report(at, found);
}

/** `{}` and `[]` say nothing that leaving the field out does not, where git is silent. */
function isEmpty(value: Json): boolean {
  return isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}

function item(place: Place, keys: Json | undefined, fields: Json, report: Report): void {
  const { live, desired, type, path } = place;
  if (!isObject(keys) || !isArray(live)) return;
  const found = live.find((one) => hasKeys(type, one, keys));
  if (found === undefined) return;
  const at = { up: path, step: { keys } };
  const wanted = isArray(desired) ? desired.find((one) => hasKeys(type, one, keys)) : undefined;
  // owning only a part of an item that git lacks is not having added it: then the part is named
  if (wanted === undefined && (isLeaf(fields) || (isObject(fields) && Object.hasOwn(fields, '.')))) {
    report(at, found);
    return;
  }
  walk({ fields, desired: wanted, live: found, type: itemType(type), path: at }, report);
}

function hasKeys(type: Typed, item: Json, keys: JsonObject): boolean {
  const own = itemKeys(type, item);
  if (own !== undefined) return sameJson(own, keys);
  return isObject(item) && Object.entries(keys).every(([key, value]) => sameJson(item[key], value));
}

function element(place: Place, value: Json | undefined, report: Report): void {
  const { live, desired, path } = place;
  if (value === undefined || !isArray(live) || !live.some((one) => sameJson(one, value))) return;
  if (isArray(desired) && desired.some((one) => sameJson(one, value))) return;
  report({ up: path, step: { value } }, value);
}

function isServerField(path: Trail | null, name: string): boolean {
  return path === null && (name === 'status' || name === 'apiVersion' || name === 'kind');
}
