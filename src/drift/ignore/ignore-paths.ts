import { isArray, isObject, type Json, sameJson } from '../../object.ts';
import type { Path, Step } from '../../path.ts';

/** A place in one object as JSON pointers and jq write it: list items by index. */
export type Place = readonly (string | number)[];

/** `/spec/template/metadata/annotations/example.com~1x`. Whether a token is a key or an index, the object tells. */
export function placeOfPointer(pointer: string): Place {
  const tokens = pointer.split('/').slice(1);
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Where a field stands in this object; null: it does not. */
export function placeOfPath(object: Json, path: Path): Place | null {
  const place: (string | number)[] = [];
  let at: Json | undefined = object;
  for (const step of path) {
    const token = tokenOf(at, step);
    if (token === null) return null;
    place.push(token);
    at = valueAtToken(at, token);
  }
  return place;
}

function tokenOf(at: Json | undefined, step: Step): string | number | null {
  if (typeof step === 'string') return step;
  if (!isArray(at)) return null;
  if (typeof step === 'number') return step;
  const index =
    'value' in step ? at.findIndex((item) => sameJson(item, step.value)) : itemIndex(at, step.keys);
  return index < 0 ? null : index;
}

/** By all keys, else by those that an item writes: a key it leaves out has the server's default. */
function itemIndex(list: readonly Json[], keys: Readonly<Record<string, Json>>): number {
  const wanted = Object.entries(keys);
  const exact = list.findIndex(
    (item) => isObject(item) && wanted.every(([key, value]) => sameJson(item[key], value)),
  );
  if (exact >= 0) return exact;
  return list.findIndex((item) => {
    if (!isObject(item)) return false;
    const written = wanted.filter(([key]) => item[key] !== undefined);
    return written.length > 0 && written.every(([key, value]) => sameJson(item[key], value));
  });
}

/**
 * jq's paths as places: `.[-1]` counts from the end, `.[1:3]` is every item of the slice. What the object does not
 * have leads nowhere.
 */
export function placesOfJq(object: Json, path: readonly Json[]): readonly Place[] {
  let open: readonly { readonly place: Place; readonly at: Json | undefined }[] = [{ place: [], at: object }];
  for (const step of path) {
    open = open.flatMap(({ place, at }) =>
      tokensOf(at, step).map((token) => ({ place: [...place, token], at: valueAtToken(at, token) })),
    );
  }
  return open.map(({ place }) => place);
}

function tokensOf(at: Json | undefined, step: Json): readonly (string | number)[] {
  if (typeof step === 'string') return [step];
  if (!isArray(at)) return [];
  if (typeof step === 'number') return [step < 0 ? step + at.length : step];
  if (!isObject(step)) return [];
  const bound = (value: Json | undefined) => (typeof value === 'number' ? value : undefined);
  return [...at.keys()].slice(bound(step.start), bound(step.end));
}

export function valueAtPlace(value: Json, place: Place): Json | undefined {
  let at: Json | undefined = value;
  for (const token of place) at = valueAtToken(at, token);
  return at;
}

function valueAtToken(at: Json | undefined, token: string | number): Json | undefined {
  if (isArray(at)) return at[Number(token)];
  return isObject(at) && Object.hasOwn(at, token) ? at[token] : undefined;
}

/** The rest of a place below another one; null: it does not lead there. */
export function below(place: Place, at: Place): Place | null {
  const length = Math.min(place.length, at.length);
  for (let index = 0; index < length; index++) if (String(place[index]) !== String(at[index])) return null;
  return place.slice(length);
}

/** A value without the given places; undefined when nothing but emptied lists and maps remains of it. */
export function without(value: Json, places: readonly Place[]): Json | undefined {
  if (places.length === 0) return value;
  if (places.some((place) => place.length === 0)) return undefined;
  const inner = Map.groupBy(places, ([token]) => String(token));
  const rest = (key: string) => (inner.get(key) ?? []).map((place) => place.slice(1));
  if (isArray(value)) {
    const items = value.flatMap((item, index) => without(item, rest(String(index))) ?? []);
    return items.length === 0 && value.length > 0 ? undefined : items;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([key, item]) => {
    const kept = without(item, rest(key));
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return entries.length === 0 && Object.keys(value).length > 0 ? undefined : Object.fromEntries(entries);
}
