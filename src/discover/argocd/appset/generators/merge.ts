import type { Budget } from '../../../../gotemplate/values/budget.ts';
import { TemplateError } from '../../../../gotemplate/values/budget.ts';
import { marshalJson } from '../../../../gotemplate/values/json.ts';
import { mergeInto } from '../../../../gotemplate/values/merge.ts';
import { Dict } from '../../../../gotemplate/values/values.ts';
import { combine, type Params } from '../params.ts';
import type { Run } from './run.ts';

/** The sets of the first generator, each with what later ones say of the same merge keys; the last one wins. */
export function mergeParams(
  run: Run,
  mergeKeys: readonly string[],
  generators: readonly (readonly Params[])[],
): readonly Params[] {
  const { isGo, budget } = run.renderer;
  const [first = [], ...others] = generators;
  const base = byMergeKeys(first, mergeKeys, budget);
  for (const sets of others) {
    const overrides = byMergeKeys(sets, mergeKeys, budget);
    for (const [key, params] of base) {
      const override = overrides.get(key);
      if (override === undefined) continue;
      if (isGo) mergeInto(params, override, true, budget);
      else base.set(key, combine(params, override, budget));
    }
  }
  return [...base.values()];
}

function byMergeKeys(
  sets: readonly Params[],
  mergeKeys: readonly string[],
  budget: Budget,
): Map<string, Params> {
  const found = new Map<string, Params>();
  for (const params of sets) {
    const key = marshalJson(
      new Dict(mergeKeys.map((name) => [name, params.entries.get(name) ?? null])),
      { escapeHtml: true },
      budget,
    );
    if (found.has(key)) throw new TemplateError(`two sets of parameters have the same merge keys, ${key}`);
    found.set(key, params);
  }
  return found;
}
