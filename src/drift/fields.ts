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
import { fieldType, itemType, type Typed, UNTYPED } from '../schema.ts';
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

/** Whether an owner is the deployer itself. */
export function isDeployer(owner: Owner, deployer: readonly Entry[]): boolean {
  return deployer.some(
    ({ manager, operation, subresource }) =>
      manager === owner.manager && operation === owner.operation && subresource === owner.subresource,
  );
}

/**
 * Whether an entry owns a path: the very field, or an ancestor that the server merges as one value (an atomic list,
 * map or struct). A leaf in a field set at a map that merges key by key owns the map, not what is in it.
 */
export function owns(entry: Entry, path: Path, type: Typed): boolean {
  let at: Json = entry.fields;
  let typed = type;
  for (const [index, step] of path.entries()) {
    const next = child(at, step);
    if (next === undefined) return isLeaf(at) && index > 0 && isAtomic(typed, step);
    at = next;
    typed = typeof step === 'string' ? (fieldType(typed, step) ?? UNTYPED) : itemType(typed);
  }
  return isLeaf(at) || (isObject(at) && Object.hasOwn(at, '.'));
}

function isAtomic({ node }: Typed, step: Step): boolean {
  if (node.t === 'list') return node.list === 'atomic';
  if (node.t === 'struct' || node.t === 'map') return node.atomic === true;
  return typeof step === 'number';
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
