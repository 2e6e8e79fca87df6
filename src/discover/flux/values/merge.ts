import { isArray, isObject, type Json } from '../../../object.ts';

/** Values of a chart while they are put together. */
export type Value = null | boolean | number | string | Value[] | Values;
export interface Values {
  [key: string]: Value;
}

/**
 * `b` over `a`: maps are merged key by key, anything else is replaced. As in fluxcd/pkg/chartutil, a map that only one of
 * them has is not copied: what is set in it later is set in both.
 */
export function mergeValues(a: Values, b: Values): Values {
  const merged: Values = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const before = Object.hasOwn(merged, key) ? merged[key] : undefined;
    put(merged, key, isValues(value) && isValues(before) ? mergeValues(before, value) : value);
  }
  return merged;
}

export function isValues(value: Value | undefined): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy of its own, to be changed. */
export function valuesOf(value: Json | undefined): Values {
  const copy: Values = {};
  if (isObject(value)) for (const [key, item] of Object.entries(value)) put(copy, key, copied(item));
  return copy;
}

function copied(value: Json): Value {
  if (isArray(value)) return value.map(copied);
  return isObject(value) ? valuesOf(value) : value;
}

/** Sets a key, whatever it is called: `__proto__` is one like any other. */
export function put(values: Values, key: string, value: Value): void {
  Object.defineProperty(values, key, { value, enumerable: true, configurable: true, writable: true });
}
