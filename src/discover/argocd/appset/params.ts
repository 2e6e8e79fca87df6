import type { Budget } from '../../../gotemplate/values/budget.ts';
import { TemplateError } from '../../../gotemplate/values/budget.ts';
import { format } from '../../../gotemplate/values/format.ts';
import { ANY, Dict, type GoValue, List } from '../../../gotemplate/values/values.ts';

/** One set of parameters, which makes one Application. */
export type Params = Dict;

/** jeremywohl/flatten: `a.b.0`; what is no map or list of anything is a leaf. */
export function flatten(params: Dict, budget: Budget): Map<string, GoValue> {
  const flat = new Map<string, GoValue>();
  const add = (prefix: string, entries: Iterable<readonly [string | number, GoValue]>, depth: number) => {
    budget.depth(depth);
    for (const [key, value] of entries) {
      budget.spend();
      const name = `${prefix}${key}`;
      if (value instanceof Dict && value.element === ANY) add(`${name}.`, value.entries, depth + 1);
      else if (value instanceof List && value.element === ANY)
        add(`${name}.`, value.items.entries(), depth + 1);
      else flat.set(name, value);
    }
  };
  add('', params.entries, 0);
  return flat;
}

/** The same with everything as text: what selectors look at. */
export function flatTexts(params: Dict, budget: Budget): Map<string, string> {
  return new Map([...flatten(params, budget)].map(([key, value]) => [key, format(value, budget)]));
}

/** Two sets without Go templates: all text, and of a key that both have `b`'s. */
export function combine(a: Params, b: Params, budget: Budget): Params {
  return new Dict([...a.entries, ...b.entries].map(([key, value]) => [key, format(value, budget)]));
}

/** Throws TemplateError where both have a key with different values. */
export function combineDistinct(a: Params, b: Params, budget: Budget): Params {
  for (const [key, value] of a.entries) {
    if (!b.entries.has(key)) continue;
    const [left, right] = [value, b.entries.get(key)].map((one) => format(one, budget));
    if (left !== right)
      throw new TemplateError(`both generators have ${key}, once as ${left} and once as ${right}`);
  }
  return combine(a, b, budget);
}
