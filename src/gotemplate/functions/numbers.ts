import { define, type TemplateFunction } from '../run/functions.ts';
import { TemplateError } from '../values/budget.ts';
import { type GoValue, Int } from '../values/values.ts';
import { toFloat64, toInt64 } from './cast.ts';
import { decimalOperation } from './decimal.ts';

const int64 = (value: bigint) => new Int(value, 'int64');
const greatest = define('any any...', (args) =>
  int64(args.values.map(toInt64).reduce((a, b) => (b > a ? b : a))),
);
const divisor = (value: GoValue) => {
  const by = toInt64(value);
  if (by === 0n) throw new TemplateError('it divides by zero');
  return by;
};

/** sprig's arithmetic: on int64, save for what ends in `f`. What is no number counts as 0. */
export const NUMBERS: Readonly<Record<string, TemplateFunction>> = {
  atoi: define('string', (args) => new Int(/^[-+]?\d+$/.test(args.text(0)) ? atoi(args.text(0)) : 0n)),
  int: define('any', (args) => new Int(toInt64(args.any(0)))),
  int64: define('any', (args) => int64(toInt64(args.any(0)))),
  float64: define('any', (args) => toFloat64(args.any(0))),
  add1: define('any', (args) => int64(toInt64(args.any(0)) + 1n)),
  add: define('any...', (args) =>
    int64(args.values.reduce((sum: bigint, value) => sum + toInt64(value), 0n)),
  ),
  sub: define('any any', (args) => int64(toInt64(args.any(0)) - toInt64(args.any(1)))),
  mul: define('any any...', (args) =>
    int64(args.values.reduce((product: bigint, value) => BigInt.asIntN(64, product * toInt64(value)), 1n)),
  ),
  div: define('any any', (args) => int64(toInt64(args.any(0)) / divisor(args.any(1)))),
  mod: define('any any', (args) => int64(toInt64(args.any(0)) % divisor(args.any(1)))),
  max: greatest,
  biggest: greatest,
  min: define('any any...', (args) => int64(args.values.map(toInt64).reduce((a, b) => (b < a ? b : a)))),
  maxf: define('any any...', (args) => args.values.map(toFloat64).reduce((a, b) => Math.max(a, b))),
  minf: define('any any...', (args) => args.values.map(toFloat64).reduce((a, b) => Math.min(a, b))),
  floor: define('any', (args) => Math.floor(toFloat64(args.any(0)))),
  ceil: define('any', (args) => Math.ceil(toFloat64(args.any(0)))),
  round: define('any int float64...', (args) =>
    round(toFloat64(args.any(0)), args.int(1), args.values.length > 2 ? args.float(2) : 0.5),
  ),
  add1f: define('any', (args) => decimalOperation('+', [toFloat64(args.any(0)), 1])),
  addf: define('any...', (args) => decimalOperation('+', [0, ...args.values.map(toFloat64)])),
  subf: define('any any...', (args) => decimalOperation('-', args.values.map(toFloat64))),
  mulf: define('any any...', (args) => decimalOperation('*', args.values.map(toFloat64))),
};

/** strconv.Atoi, which gives the nearest number of 64 bits where there are too many digits. */
function atoi(text: string): bigint {
  const value = BigInt(text.replace(/^\+/, ''));
  const most = (1n << 63n) - 1n;
  if (value > most) return most;
  return value < -most - 1n ? -most - 1n : value;
}

function round(value: number, places: number, roundOn: number): number {
  const power = 10 ** places;
  const digit = power * value;
  const part = digit - Math.trunc(digit);
  return (part >= roundOn ? Math.ceil(digit) : Math.floor(digit)) / power;
}
