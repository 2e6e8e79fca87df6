import { isObject, type Json, sameJson } from '../object.ts';
import type { ItemStep, ValueStep } from '../path.ts';

/**
 * The item of a list that a path step means: by the keys it writes. A key that no item writes has the server's
 * default there (`protocol: TCP`), which counts only as long as no other item could be meant. -1: none.
 */
export function indexOfItem(items: readonly (Json | undefined)[], step: ItemStep | ValueStep): number {
  if ('value' in step) return items.findIndex((item) => sameJson(item, step.value));
  const keys = Object.entries(step.keys);
  const whole = items.findIndex(
    (item) => isObject(item) && keys.every(([key, value]) => item[key] === value),
  );
  if (whole >= 0) return whole;
  const partial = items.flatMap((item, index) => (isObject(item) && leavesOut(item, keys) ? [index] : []));
  return partial.length === 1 ? (partial[0] ?? -1) : -1;
}

function leavesOut(
  item: { readonly [key: string]: Json },
  keys: readonly (readonly [string, Json])[],
): boolean {
  const written = keys.filter(([key]) => item[key] !== undefined);
  if (written.length === 0 || !written.every(([key, value]) => item[key] === value)) return false;
  return keys.every(([key, value]) => item[key] !== undefined || key !== 'protocol' || value === 'TCP');
}
