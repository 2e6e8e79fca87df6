import { isArray, isObject, type Json, sameJson } from '../object.ts';
import { fieldSchema, itemSchema, mapKeysOf, type Schema } from './schema.ts';

/** What stood at a place before; its absence is no such thing. */
export interface Old {
  readonly value: Json;
}

export function childOf(old: Old | undefined, field: string): Old | undefined {
  if (old === undefined || !isObject(old.value) || !Object.hasOwn(old.value, field)) return undefined;
  const value = old.value[field];
  return value === undefined ? undefined : { value };
}

/** The item that an item of a list-map was; items of other lists are nobody's successors. */
export function itemOf(old: Old | undefined, schema: Schema, item: Json): Old | undefined {
  const keys = mapKeysOf(schema);
  if (old === undefined || keys === null || !isArray(old.value) || !isObject(item)) return undefined;
  const found = old.value.find((one) => isObject(one) && keys.every((key) => sameJson(one[key], item[key])));
  return found === undefined ? undefined : { value: found };
}

/**
 * What stood there before, its sets and list-maps in the order of what stands there now: they are equal whatever
 * their order, which a comparison of lists does not know.
 */
export function aligned(old: Json, value: Json, schema: Schema): Json {
  if (isObject(old) && isObject(value)) {
    const fields = Object.entries(old).map(([field, one]) => {
      const own = fieldSchema(schema, field);
      const now = value[field];
      return [field, own === null || now === undefined ? one : aligned(one, now, own)];
    });
    return Object.fromEntries(fields);
  }
  if (!isArray(old) || !isArray(value)) return old;
  const items = itemSchema(schema);
  const type = schema['x-kubernetes-list-type'];
  if (items === null || (type !== 'set' && type !== 'map')) return old;
  const rest = [...old];
  const first = value.flatMap((item): readonly Json[] => {
    const was = type === 'set' ? { value: item } : itemOf({ value: rest }, schema, item);
    const at = was === undefined ? -1 : rest.findIndex((one) => sameJson(one, was.value));
    return at < 0 ? [] : rest.splice(at, 1).map((one) => aligned(one, item, items));
  });
  return [...first, ...rest];
}
