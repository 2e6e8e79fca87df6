import { TemplateError } from '../values/budget.ts';

interface Decimal {
  readonly digits: bigint;
  /** How many of the digits stand behind the point. */
  readonly scale: number;
}

/** Sums, differences and products of floats by their decimal digits, as shopspring/decimal: 0.1 + 0.2 is 0.3. */
export function decimalOperation(operation: '+' | '-' | '*', values: readonly number[]): number {
  const [first = { digits: 0n, scale: 0 }, ...rest] = values.map(decimalOf);
  const { digits, scale } = rest.reduce((a, b) => combined(operation, a, b), first);
  return Number(`${digits}e${-scale}`);
}

function decimalOf(value: number): Decimal {
  if (!Number.isFinite(value)) throw new TemplateError(`${value} has no decimal digits`);
  const [mantissa = '0', power = '0'] = value.toExponential().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(power);
  const digits = BigInt(whole + fraction);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

function combined(operation: '+' | '-' | '*', a: Decimal, b: Decimal): Decimal {
  if (operation === '*') return { digits: a.digits * b.digits, scale: a.scale + b.scale };
  const scale = Math.max(a.scale, b.scale);
  const [left, right] = [a, b].map((one) => one.digits * 10n ** BigInt(scale - one.scale));
  const other = operation === '-' ? -(right ?? 0n) : (right ?? 0n);
  return { digits: (left ?? 0n) + other, scale };
}
