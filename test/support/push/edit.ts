import { valueAt, withValue } from '../../../src/drift/values.ts';
import { isArray, isObject, type Json, type KubeObject, objectAt, sameJson } from '../../../src/object.ts';
import type { Path } from '../../../src/path.ts';
import { UNTYPED } from '../../../src/schema.ts';
import type { Dice } from '../generate.ts';

/** One thing that somebody may do to a manifest; undefined: there is nothing to do it to. */
export interface Edit {
  readonly path: Path;
  readonly to: (current: Json | undefined, dice: Dice) => Json | undefined;
}

/** One of these values; undefined among them: the field goes. */
export function set(path: Path, ...values: readonly (Json | undefined)[]): Edit {
  return { path, to: (_, { pick }) => pick(values.map((value) => ({ value }))).value };
}

/** One more item in a list, at either end. */
export function more(path: Path, item: Json): Edit {
  return {
    path,
    to: (current, { chance }) => {
      const items = isArray(current) ? current : [];
      if (items.some((one) => sameJson(one, item))) return items.filter((one) => !sameJson(one, item));
      return chance(0.5) ? [...items, item] : [item, ...items];
    },
  };
}

/** The list the other way round. */
export function turned(path: Path): Edit {
  return { path, to: (current) => (isArray(current) ? current.toReversed() : current) };
}

/** The list without its last item, if that leaves any. */
export function fewer(path: Path): Edit {
  return {
    path,
    to: (current) => (isArray(current) && current.length > 1 ? current.slice(0, -1) : current),
  };
}

/** The object after an edit; undefined: it says what it said, or has no place for it. */
export function edited(object: KubeObject, { path, to }: Edit, dice: Dice): KubeObject | undefined {
  const items = path.findLastIndex((step) => typeof step !== 'string');
  if (items >= 0 && valueAt(object, path.slice(0, items + 1), UNTYPED) === undefined) return undefined;
  const current = valueAt(object, path, UNTYPED);
  const value = to(current, dice);
  if (sameJson(value, current)) return undefined;
  return asLike(withValue(object, path, value, UNTYPED), object);
}

/** The same edit within something larger. */
export function within(path: Path, edits: readonly Edit[]): readonly Edit[] {
  return edits.map((edit) => ({ ...edit, path: [...path, ...edit.path] }));
}

/** A value that was made of an object. */
export function asLike(value: Json, { apiVersion, kind, metadata: { name } }: KubeObject): KubeObject {
  const { metadata, ...rest } = isObject(value) ? value : {};
  return { ...rest, apiVersion, kind, metadata: { ...objectAt(metadata), name } };
}
