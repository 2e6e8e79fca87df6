import { ManifestError } from '../../errors.ts';
import { isArray, isObject, type Json, type JsonObject } from '../../object.ts';

/**
 * Fields of a source as Argo CD decodes them: absent and null are the empty value, another type than it should have is
 * an error. A source may come from the repository, where no schema has looked at it.
 */
export function textAt(map: JsonObject, key: string): string {
  return decoded(map[key], key, 'a text', '', isText);
}

export function flagAt(map: JsonObject, key: string): boolean {
  return decoded(map[key], key, 'true or false', false, isFlag);
}

export function textsAt(map: JsonObject, key: string): readonly string[] {
  return decoded(map[key], key, 'a list of texts', [], (value) => isArray(value) && value.every(isText));
}

export function mapsAt(map: JsonObject, key: string): readonly JsonObject[] {
  return decoded(map[key], key, 'a list of maps', [], (value) => isArray(value) && value.every(isObject));
}

/** undefined: it is not there. */
export function mapAt(map: JsonObject, key: string): JsonObject | undefined {
  return decoded<JsonObject | undefined>(map[key], key, 'a map', undefined, isObject);
}

export function pairsAt(map: JsonObject, key: string): Readonly<Record<string, string>> {
  const pairs = Object.entries(mapAt(map, key) ?? {});
  return Object.fromEntries(pairs.map(([name, value]) => [name, textAt({ [name]: value }, name)]));
}

/** What Argo CD cannot take for a source either. */
export function invalid(what: string, hint: string): ManifestError {
  return new ManifestError('INVALID_SOURCE', what, { hint });
}

function decoded<T extends Json | undefined>(
  value: Json | undefined,
  key: string,
  what: string,
  empty: T,
  is: (value: Json) => boolean,
): T {
  if (value === undefined || value === null) return empty;
  if (isA<T>(value, is)) return value;
  throw invalid(`${key} of the source should be ${what}`, `write ${what} there`);
}

function isA<T>(value: Json, is: (value: Json) => boolean): value is Json & T {
  return is(value);
}

function isText(value: Json): value is string {
  return typeof value === 'string';
}

function isFlag(value: Json): value is boolean {
  return typeof value === 'boolean';
}
