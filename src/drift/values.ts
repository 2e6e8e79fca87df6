import { isArray, isObject, type Json, sameJson } from '../object.ts';
import type { Path, Step } from '../path.ts';
import { fieldType, itemKeys, itemType, type Typed, UNTYPED } from '../schema.ts';

/** The value a path leads to; undefined: there is none. */
export function valueAt(object: Json | undefined, path: Path, type: Typed): Json | undefined {
  let at = object;
  let typed = type;
  for (const step of path) {
    if (at === undefined) return undefined;
    at = stepInto(at, step, typed);
    typed = typeof step === 'string' ? (fieldType(typed, step) ?? UNTYPED) : itemType(typed);
  }
  return at;
}

/** The type of what a path leads to. */
export function typeAt(type: Typed, path: Path): Typed {
  let at = type;
  for (const step of path) at = typeof step === 'string' ? (fieldType(at, step) ?? UNTYPED) : itemType(at);
  return at;
}

function stepInto(at: Json, step: Step, type: Typed): Json | undefined {
  if (typeof step === 'string') return isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  if (!isArray(at)) return undefined;
  if (typeof step === 'number') return at[step];
  if ('value' in step) return at.find((item) => sameJson(item, step.value));
  return at.find((item) => sameJson(itemKeys(type, item) ?? null, step.keys) || hasKeys(item, step.keys));
}

function hasKeys(item: Json, keys: Readonly<Record<string, Json>>): boolean {
  return isObject(item) && Object.entries(keys).every(([key, value]) => sameJson(item[key], value));
}

/** The object with one value set or, for undefined, removed; copies only along the path. */
export function withValue(object: Json, path: Path, value: Json | undefined, type: Typed): Json {
  const [step, ...rest] = path;
  if (step === undefined) return value ?? null;
  if (typeof step === 'string') {
    const from = isObject(object) ? object : {};
    const { [step]: current, ...others } = from;
    const inner = fieldType(type, step) ?? UNTYPED;
    if (rest.length === 0 && value === undefined) return others;
    return {
      ...from,
      [step]: withValue(current ?? (typeof rest[0] === 'string' ? {} : []), rest, value, inner),
    };
  }
  const list = isArray(object) ? object : [];
  const found = stepInto(list, step, type);
  const index = found === undefined ? -1 : list.indexOf(found);
  if (rest.length === 0 && value === undefined) return list.filter((_, at) => at !== index);
  const changed = withValue(found ?? emptyItem(step), rest, value, itemType(type));
  return index < 0 ? [...list, changed] : list.map((item, at) => (at === index ? changed : item));
}

function emptyItem(step: Step): Json {
  return typeof step === 'object' && 'keys' in step ? { ...step.keys } : {};
}

/** Whether one path is the other or leads to it. */
export function related(a: Path, b: Path): boolean {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) if (!sameStep(a[index], b[index])) return false;
  return true;
}

function sameStep(a: Step | undefined, b: Step | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  if ('keys' in a) return 'keys' in b && sameJson(a.keys, b.keys);
  return 'value' in b && sameJson(a.value, b.value);
}
