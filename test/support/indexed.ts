import { isArray, isObject, type Json, sameJson } from '../../src/object.ts';
import type { Path, Step } from '../../src/path.ts';

/** A path as the API server writes it: items of every list by their place. */
export function indexed(path: Path, object: Json): Path {
  let at: Json | undefined = object;
  return path.map((step): Step => {
    const within: Json | undefined = at;
    if (isArray(within) && typeof step === 'object') {
      const index = within.findIndex((item) => isItem(item, step));
      at = within[index];
      return index;
    }
    at = isArray(within) && typeof step === 'number' ? within[step] : undefined;
    if (isObject(within) && typeof step === 'string') at = within[step];
    return step;
  });
}

function isItem(item: Json, step: Exclude<Step, string | number>): boolean {
  if ('value' in step) return sameJson(item, step.value);
  return (
    isObject(item) &&
    Object.entries(step.keys).every(([key, value]) => item[key] === undefined || sameJson(item[key], value))
  );
}
