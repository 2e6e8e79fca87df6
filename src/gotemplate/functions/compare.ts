import { define, type TemplateFunction } from '../run/functions.ts';
import { TemplateError } from '../values/budget.ts';
import { compareText } from '../values/text.ts';
import { type GoValue, Int, Struct, typeOf } from '../values/values.ts';

type Basic = 'bool' | 'int' | 'float' | 'string' | 'none';

/** Whole numbers compare whatever their size and sign; a whole number and a float never do. */
export const COMPARISONS: Readonly<Record<string, TemplateFunction>> = {
  eq: define('value value...', (args) => {
    if (args.values.length < 2) throw new TemplateError('it has nothing to compare with');
    return args.rest(1).some((other) => isEqual(args.any(0), other));
  }),
  ne: define('value value', (args) => !isEqual(args.any(0), args.any(1))),
  lt: define('value value', (args) => order(args.any(0), args.any(1)) < 0),
  le: define('value value', (args) => order(args.any(0), args.any(1)) <= 0),
  gt: define('value value', (args) => order(args.any(0), args.any(1)) > 0),
  ge: define('value value', (args) => order(args.any(0), args.any(1)) >= 0),
};

function basicOf(value: GoValue): Basic {
  if (value instanceof Int) return 'int';
  if (typeof value === 'number') return 'float';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'none';
}

function isEqual(a: GoValue, b: GoValue): boolean {
  const isNil = [a, b].some((value) => (value ?? null) === null);
  if (isNil) return (a ?? null) === (b ?? null);
  const basic = basicOf(a);
  if (basic !== basicOf(b)) throw incompatible(a, b);
  if (a instanceof Int && b instanceof Int) return a.value === b.value;
  if (basic !== 'none') return a === b;
  if (typeOf(a).slice(0, 2) !== typeOf(b).slice(0, 2)) throw incompatible(a, b);
  if (a instanceof Struct && b instanceof Struct) return a === b;
  throw new TemplateError(`values of ${typeOf(b)} do not compare`);
}

function order(a: GoValue, b: GoValue): number {
  const basic = basicOf(a);
  if (basic === 'none' || basicOf(b) === 'none')
    throw new TemplateError(`${typeOf(a)} and ${typeOf(b)} have no order`);
  if (basic !== basicOf(b)) throw incompatible(a, b);
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (a instanceof Int && b instanceof Int) return Number(a.value > b.value) - Number(a.value < b.value);
  throw new TemplateError(`values of ${typeOf(a)} have no order`);
}

function incompatible(a: GoValue, b: GoValue): TemplateError {
  return new TemplateError(`incompatible types for comparison: ${typeOf(a)} and ${typeOf(b)}`);
}
