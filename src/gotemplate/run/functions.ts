import { type Budget, TemplateError } from '../values/budget.ts';
import { ANY, Dict, type GoValue, Int, typeOf } from '../values/values.ts';

/** The type of a parameter: `value` takes what is there as it is, `any` makes nil of nothing. */
export type Param = 'any' | 'value' | 'string' | 'int' | 'float64' | 'bool' | 'dict';

export interface TemplateFunction {
  readonly params: readonly Param[];
  /** Of each further argument; undefined: there are none. */
  readonly variadic: Param | undefined;
  /** Throws TemplateError where Go's function fails or panics. */
  readonly call: (args: Args, budget: Budget) => GoValue;
}

export type FunctionTable = ReadonlyMap<string, TemplateFunction>;

/** `params` as in `string int any...`. */
export function define(params: string, call: TemplateFunction['call']): TemplateFunction {
  const words = params === '' ? [] : params.split(' ');
  const last = words.at(-1);
  const variadic = last?.endsWith('...') ? paramOf(last.slice(0, -3)) : undefined;
  const fixed = variadic === undefined ? words : words.slice(0, -1);
  return { params: fixed.map(paramOf), variadic, call };
}

const PARAMS: readonly Param[] = ['any', 'value', 'string', 'int', 'float64', 'bool', 'dict'];

function paramOf(word: string): Param {
  const param = PARAMS.find((one) => one === word);
  if (param === undefined) throw new Error(`no such type of a parameter: ${word}`);
  return param;
}

/** Arguments that `validate` has let pass, by their place. */
export class Args {
  readonly values: readonly GoValue[];
  constructor(values: readonly GoValue[]) {
    this.values = values;
  }

  any(at: number): GoValue {
    return this.values[at];
  }

  rest(from: number): readonly GoValue[] {
    return this.values.slice(from);
  }

  text(at: number): string {
    const value = this.values[at];
    return typeof value === 'string' ? value : mistyped(at);
  }

  int(at: number): number {
    const value = this.values[at];
    return value instanceof Int ? Number(value.value) : mistyped(at);
  }

  float(at: number): number {
    const value = this.values[at];
    return typeof value === 'number' ? value : mistyped(at);
  }

  bool(at: number): boolean {
    return this.values[at] === true;
  }

  dict(at: number): Dict {
    const value = this.values[at];
    return value instanceof Dict ? value : mistyped(at);
  }

  texts(from: number): readonly string[] {
    return this.values.slice(from).map((_, index) => this.text(from + index));
  }

  dicts(from: number): readonly Dict[] {
    return this.values.slice(from).map((_, index) => this.dict(from + index));
  }
}

function mistyped(at: number): never {
  throw new Error(`argument ${at + 1} was not validated`);
}

const GO_TYPES: Readonly<Record<Param, string>> = {
  any: ANY,
  value: 'reflect.Value',
  string: 'string',
  int: 'int',
  float64: 'float64',
  bool: 'bool',
  dict: `map[string]${ANY}`,
};

export function goTypeOf(param: Param): string {
  return GO_TYPES[param];
}

/** What a parameter gets of a value. Throws TemplateError where the types do not fit: Go converts nothing. */
export function validate(value: GoValue, param: Param): GoValue {
  if (param === 'value') return value;
  if (param === 'any') return value ?? null;
  if (value === undefined) {
    if (param === 'dict') return new Dict([], ANY, true);
    throw new TemplateError(`there is no value; expected ${goTypeOf(param)}`);
  }
  if (fits(value, param)) return value;
  const got = value === null ? ANY : typeOf(value);
  throw new TemplateError(`wrong type for value; expected ${goTypeOf(param)}; got ${got}`);
}

function fits(value: GoValue, param: Param): boolean {
  if (value instanceof Int) return param === 'int' && value.type === 'int';
  if (value instanceof Dict) return param === 'dict' && value.element === ANY;
  return (
    (param === 'string' && typeof value === 'string') ||
    (param === 'float64' && typeof value === 'number') ||
    (param === 'bool' && typeof value === 'boolean')
  );
}
