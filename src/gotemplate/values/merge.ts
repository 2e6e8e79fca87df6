import { type Budget, TemplateError } from './budget.ts';
import { ANY, Dict, type GoValue, isTrue } from './values.ts';

/**
 * mergo.Merge of maps, as Argo CD and sprig call it: what `into` lacks or has empty is taken from `from`; with
 * `overwrites` everything is, save that two maps are merged. Maps that only one side has are shared, not copied. Throws
 * TemplateError where mergo fails.
 */
export function mergeInto(into: Dict, from: Dict, overwrites: boolean, budget: Budget, depth = 0): void {
  budget.depth(depth);
  const put = (key: string, value: GoValue) => {
    if (into.element !== ANY && into.element !== from.element)
      throw new TemplateError(
        `${key} of a map[string]${from.element} does not fit into a map[string]${into.element}`,
      );
    into.entries.set(key, value);
  };
  for (const [key, value] of from.entries) {
    budget.spend();
    const present = into.entries.get(key);
    if ((value ?? null) === null) {
      if (overwrites) put(key, null);
    } else if (value instanceof Dict && present instanceof Dict) {
      mergeInto(present, value, overwrites, budget, depth + 1);
    } else if (overwrites || !isTrue(present)) put(key, value);
  }
}
