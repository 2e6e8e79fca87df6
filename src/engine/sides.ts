import { presentable } from '../drift/secrets/mask.ts';
import { inOrderOf, isReordered } from '../drift/order.ts';
import type { Change, ObjectDrift } from '../drift/types.ts';
import { typeAt, valueAt, withValue } from '../drift/values.ts';
import { isObject, type Json, type JsonObject, type KubeObject } from '../object.ts';
import type { Item } from './types.ts';

/** Live, and live with git's values put back: what a unified diff shows. */
export function sidesOf(
  changes: readonly Change[],
  live: KubeObject,
  item: Item,
): NonNullable<ObjectDrift['sides']> {
  const shown = presentable(live);
  const git = changes
    .filter((change) => change.ignoredBy === null)
    .reduce((object, change) => {
      const next = withValue(object, change.path, gitsValue(change, object, item), item.type);
      return isObject(next) ? next : object;
    }, shown);
  return { git, live: shown };
}

/** What git has at the place of a change; where it only orders the items otherwise, live's own items in that order. */
function gitsValue(
  { path, ...change }: Change,
  shown: JsonObject,
  { desired, type }: Item,
): Json | undefined {
  const whole = valueAt(desired, path, type);
  if (whole === undefined || !isReordered(change, whole)) return change.git;
  return inOrderOf(valueAt(shown, path, type), whole, typeAt(type, path));
}
