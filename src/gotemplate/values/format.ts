import type { Budget } from './budget.ts';
import { byKey } from './text.ts';
import { Dict, type GoValue, Int, List, Struct } from './values.ts';

/** As `%v` prints it. */
export function format(value: GoValue, budget: Budget, depth = 0): string {
  budget.spend();
  budget.depth(depth);
  if (value === undefined || value === null) return '<nil>';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return formatFloat(value);
  if (value instanceof Int) return String(value.value);
  if (value instanceof Struct) return value.text;
  const inner = (item: GoValue) => format(item, budget, depth + 1);
  if (value instanceof List) return budget.text(`[${value.items.map(inner).join(' ')}]`);
  if (!(value instanceof Dict)) return String(value);
  const pairs = byKey(value.entries).map(([key, item]) => `${key}:${inner(item)}`);
  return budget.text(`map[${pairs.join(' ')}]`);
}

/** `%g` with as few digits as tell the number from others: `1e+06`. */
export function formatFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : `${value < 0 ? '-' : '+'}Inf`;
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  return power < -4 || power >= 6 ? `${digits}e${goExponent(power)}` : String(value);
}

export function goExponent(power: number): string {
  return `${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
