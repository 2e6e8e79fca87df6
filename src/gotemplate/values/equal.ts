import type { Budget } from './budget.ts';
import { Dict, type GoValue, Int, List, typeOf } from './values.ts';

/** reflect.DeepEqual: types count. */
export function deepEqual(a: GoValue, b: GoValue, budget: Budget, depth = 0): boolean {
  budget.spend();
  budget.depth(depth);
  if (a === b || (a ?? null) === (b ?? null)) return true;
  if (typeOf(a) !== typeOf(b)) return false;
  if (a instanceof Int && b instanceof Int) return a.value === b.value;
  if (a instanceof List && b instanceof List) {
    const { items } = b;
    return (
      a.items.length === items.length &&
      a.items.every((item, at) => deepEqual(item, items[at], budget, depth + 1))
    );
  }
  if (!(a instanceof Dict && b instanceof Dict) || a.entries.size !== b.entries.size) return false;
  for (const [key, value] of a.entries) {
    if (!b.entries.has(key) || !deepEqual(value, b.entries.get(key), budget, depth + 1)) return false;
  }
  return true;
}
