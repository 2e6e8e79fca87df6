import { isArray, type Json, sameJson } from '../object.ts';
import { itemKeys, type Typed } from '../schema.ts';
import type { Change } from './types.ts';

/** Whether a change is about the order of a list-map alone: its sides hold the items' keys, not the items (`whole`). */
export function isReordered(
  { class: what, git, live }: Pick<Change, 'class' | 'git' | 'live'>,
  whole: Json,
): boolean {
  return what === 'changed' && isArray(git) && isArray(live) && isArray(whole) && !sameJson(git, whole);
}

/** A list-map's items in the order git gives them; what git does not declare comes last. */
export function inOrderOf(items: Json | undefined, git: Json, type: Typed): Json | undefined {
  if (!isArray(items) || !isArray(git)) return items;
  const wanted = git.map((item) => itemKeys(type, item) ?? null);
  const place = (item: Json) => {
    const keys = itemKeys(type, item) ?? null;
    const found = wanted.findIndex((one) => sameJson(one, keys));
    return found < 0 ? wanted.length : found;
  };
  return items.toSorted((a, b) => place(a) - place(b));
}
