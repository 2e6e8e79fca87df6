import type { Json } from '../../object.ts';
import type { Path } from '../../path.ts';

/** A field that a command line says it will change. */
export interface KnownChange {
  /**
   * The field, with everything under it. An item of a list is the one that has at least these keys,
   * `containers[name="web"]`; no keys, `containers[]`, are every item.
   */
  readonly path: Path;
  /** What it becomes; undefined where it is removed, or where the command line does not say. */
  readonly value: Json | undefined;
  readonly isRemoved: boolean;
  /** One of several places: only where the object already has what holds the field. */
  readonly ifThere: boolean;
}

export function sets(path: Path, value?: Json): KnownChange {
  return { path, value, isRemoved: false, ifThere: false };
}

export function removes(path: Path): KnownChange {
  return { path, value: undefined, isRemoved: true, ifThere: false };
}

export function ifThere(change: KnownChange): KnownChange {
  return { ...change, ifThere: true };
}
