import { parseInteger } from '../syntax/literals.ts';
import { type GoValue, Int } from '../values/values.ts';

const FLOAT = /^[-+]?(?:\d(?:_?\d)*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

/** spf13/cast.ToInt64, as sprig's arithmetic reads its arguments: what is no number is 0. */
export function toInt64(value: GoValue): bigint {
  if (value instanceof Int) return BigInt.asIntN(64, value.value);
  if (typeof value === 'number')
    return Number.isFinite(value) ? BigInt.asIntN(64, BigInt(Math.trunc(value))) : 0n;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value !== 'string') return 0n;
  const integer = parseInteger(value.replace(/\.0+$/, ''));
  return integer !== undefined && integer === BigInt.asIntN(64, integer) ? integer : 0n;
}

/** spf13/cast.ToFloat64 */
export function toFloat64(value: GoValue): number {
  if (value instanceof Int) return Number(value.value);
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' && FLOAT.test(value) && !value.includes('_') ? Number(value) : 0;
}
