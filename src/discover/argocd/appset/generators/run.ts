import { TemplateError } from '../../../../gotemplate/values/budget.ts';
import type { JsonObject } from '../../../../object.ts';
import type { Params } from '../params.ts';
import type { Renderer } from '../renderer.ts';
import type { ExpansionContext } from '../types.ts';

/** What every generator of one ApplicationSet works with. */
export interface Run {
  readonly renderer: Renderer;
  readonly context: ExpansionContext;
}

/** A generator's answer is to be had from the cluster or another service only. */
export class Unavailable extends Error {
  readonly generator: string;
  readonly hint: string | null;
  constructor(generator: string, reason: string, hint: string | null = null) {
    super(reason);
    this.generator = generator;
    this.hint = hint;
  }
}

const MOST_SETS = 10_000;

/** Throws TemplateError where there are more sets than any honest ApplicationSet makes. */
export function bounded(sets: readonly Params[]): readonly Params[] {
  if (sets.length > MOST_SETS) throw new TemplateError(`it makes more than ${MOST_SETS} sets of parameters`);
  return sets;
}

/** Runs, and has what is thrown name the place in the ApplicationSet. */
export function within<T>(place: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof TemplateError) || error.message.startsWith('generators[')) throw error;
    throw new TemplateError(`${place}: ${error.message}`, { cause: error });
  }
}

export type Generate = (generator: JsonObject, run: Run, at: string) => readonly Params[];
