import { groupOf, type KubeObject, namespaceOf, sameJson } from '../object.ts';

/** What a push does to the objects of one root. */
export interface ObjectChanges<T> {
  readonly created: readonly T[];
  readonly changed: readonly { readonly base: T; readonly head: T }[];
  readonly deleted: readonly T[];
  /** How many are as they were. */
  readonly same: number;
}

/** The objects of base against those of head. An object is known by group, kind, namespace and name: its version may change. */
export function objectChanges<T extends { readonly object: KubeObject }>(
  base: readonly T[],
  head: readonly T[],
): ObjectChanges<T> {
  const before = new Map(base.map((one) => [identity(one.object), one]));
  const after = new Set(head.map(({ object }) => identity(object)));
  const created: T[] = [];
  const changed: { readonly base: T; readonly head: T }[] = [];
  let same = 0;
  for (const one of head) {
    const was = before.get(identity(one.object));
    if (was === undefined) created.push(one);
    else if (sameJson(was.object, one.object)) same += 1;
    else changed.push({ base: was, head: one });
  }
  const deleted = base.filter(({ object }) => !after.has(identity(object)));
  return { created, changed, deleted, same };
}

/**
 * The same of what each deploy makes anew: several may have one generateName, so that only what is equal is the same; what
 * is not made any more leaves nothing behind that git declared.
 */
export function perDeployChanges<T extends { readonly object: KubeObject }>(
  base: readonly T[],
  head: readonly T[],
): ObjectChanges<T> {
  const other = head.filter(({ object }) => !base.some((one) => sameJson(one.object, object)));
  const { created, changed } = objectChanges(base, other);
  return { created, changed, deleted: [], same: head.length - other.length };
}

function identity(object: KubeObject): string {
  const { apiVersion, kind, metadata } = object;
  return JSON.stringify([groupOf(apiVersion), kind, namespaceOf(object), metadata.name]);
}
