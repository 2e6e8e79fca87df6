import { TemplateError } from '../../../../gotemplate/values/budget.ts';
import { mergeInto } from '../../../../gotemplate/values/merge.ts';
import { Dict } from '../../../../gotemplate/values/values.ts';
import { combineDistinct, type Params } from '../params.ts';
import { bounded, type Run } from './run.ts';

/** Every set of the first generator with every one of the second, which may use the parameters of the first. */
export function matrixParams(
  run: Run,
  first: () => readonly Params[],
  second: (params: Params) => readonly Params[],
): readonly Params[] {
  const sets: Params[] = [];
  for (const a of first()) {
    for (const b of second(a)) sets.push(joined(a, b, run));
    bounded(sets);
  }
  return sets;
}

/** With Go templates maps are merged, and what both have is the first generator's. */
function joined(a: Params, b: Params, { renderer: { isGo, budget } }: Run): Params {
  if (!isGo) return combineDistinct(a, b, budget);
  const both = new Dict([]);
  mergeInto(both, b, true, budget);
  mergeInto(both, a, true, budget);
  return both;
}

export function mustBeTwo(count: number, at: string): void {
  if (count !== 2) throw new TemplateError(`${at}: a matrix takes two generators, not ${count}`);
}
