/** Whether two CEL values are equal; numbers are, whatever their types. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isNumber(a) && isNumber(b)) return Number(a) === Number(b);
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((one, at) => equal(one, b[at]));
  if (a instanceof Map)
    return (
      b instanceof Map &&
      a.size === b.size &&
      [...a].every(([key, one]) => b.has(key) && equal(one, b.get(key)))
    );
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  return a.constructor === b.constructor && String(a) === String(b);
}

/** Below zero: `a` comes first. Undefined: they cannot be compared. */
export function compare(a: unknown, b: unknown): number | undefined {
  const left = rankOf(a);
  const right = rankOf(b);
  if (left === undefined || right === undefined || (typeof left === 'string') !== (typeof right === 'string'))
    return undefined;
  if (left < right) return -1;
  return left > right ? 1 : 0;
}

function rankOf(value: unknown): string | number | bigint | undefined {
  if (typeof value === 'string' || isNumber(value)) return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  const own: unknown = typeof value === 'object' && value !== null ? value.valueOf() : undefined;
  return typeof own === 'string' || isNumber(own) ? own : undefined;
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}
