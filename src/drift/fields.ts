import {
  isArray,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  sameJson,
  stringOr,
} from '../object.ts';
import type { Path, Step } from '../path.ts';
import type { Owner } from './types.ts';

/** One entry of `metadata.managedFields`: who, and the set of fields as FieldsV1. */
export interface Entry extends Owner {
  readonly apiVersion: string;
  readonly fields: JsonObject;
}

/** Entries that can own what git declares: writes through the status subresource never do. */
export function entriesOf(live: KubeObject): readonly Entry[] {
  const list = live.metadata.managedFields;
  if (!isArray(list)) return [];
  return list.map(entry).filter((one) => one !== null && one.subresource !== 'status') as readonly Entry[];
}

function entry(raw: Json): Entry | null {
  if (!isObject(raw) || typeof raw.manager !== 'string' || !isObject(raw.fieldsV1)) return null;
  return {
    manager: raw.manager,
    operation: raw.operation === 'Apply' ? 'Apply' : 'Update',
    subresource: stringOr(raw.subresource, null) || null,
    time: stringOr(raw.time, null),
    apiVersion: stringOr(raw.apiVersion, ''),
    fields: raw.fieldsV1,
  };
}

export function ownerOf(entry: Entry): Owner {
  const { manager, operation, subresource, time } = entry;
  return { manager, operation, subresource, time };
}

/**
 * Whether an entry owns a path: the very field, or an ancestor that is a leaf in its set (an atomic list, map
 * or struct has one owner). A parent of the entry's leaves is not owned.
 */
export function owns(entry: Entry, path: Path): boolean {
  let at: Json = entry.fields;
  for (const step of path) {
    const next = child(at, step);
    if (next === undefined) return false;
    if (isLeaf(next)) return true;
    at = next;
  }
  return isObject(at) && Object.hasOwn(at, '.');
}

/** Whether an entry owns the path or anything below it. */
export function touches(entry: Entry, path: Path): boolean {
  let at: Json = entry.fields;
  for (const step of path) {
    const next = child(at, step);
    if (next === undefined) return false;
    if (isLeaf(next)) return true;
    at = next;
  }
  return true;
}

export function isLeaf(fields: Json): boolean {
  return isObject(fields) && Object.keys(fields).length === 0;
}

export function child(fields: Json, step: Step): Json | undefined {
  if (!isObject(fields)) return undefined;
  if (typeof step === 'string') return fields[`f:${step}`];
  if (typeof step === 'number') return fields[`i:${step}`];
  if ('value' in step) return fields[`v:${JSON.stringify(step.value)}`];
  const exact = fields[`k:${JSON.stringify(step.keys)}`];
  if (exact !== undefined) return exact;
  for (const [key, value] of Object.entries(fields)) {
    if (key.startsWith('k:') && sameJson(parse(key.slice(2)), step.keys)) return value;
  }
  return undefined;
}

export function parse(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** Latest first; entries without a time (scale) last. */
export function byTime(a: Owner, b: Owner): number {
  return (b.time ?? '').localeCompare(a.time ?? '');
}
