/** A template, and what it makes of the parameters of `params.ts`. */
export type Results = readonly (readonly [template: string, output: string])[];
/** A template that cannot be evaluated, and why. */
export type Refusals = readonly (readonly [template: string, reason: string])[];
