import type { Environment } from '@marcbachmann/cel-js';
import { nanos } from '../../drift/quantity.ts';
import { RuleFailure } from './failure.ts';

const ONE = 1_000_000_000n;
const MAX = 2n ** 63n;

class Quantity {
  readonly nanos: bigint;
  constructor(value: bigint) {
    this.nanos = value;
  }
  valueOf(): bigint {
    return this.nanos;
  }
  toString(): string {
    return String(this.nanos);
  }
}

/** `quantity('1Gi')` and what can be asked of it. */
export function registerQuantity(environment: Environment): void {
  const isInteger = ({ nanos: value }: Quantity): boolean =>
    value % ONE === 0n && value / ONE < MAX && value / ONE >= -MAX;
  environment
    .registerType('Quantity', { ctor: Quantity, fields: {} })
    .registerFunction('quantity(string): Quantity', read)
    .registerFunction('isQuantity(string): bool', (text: string) => nanos(text) !== null)
    .registerFunction('Quantity.isInteger(): bool', isInteger)
    .registerFunction('Quantity.asInteger(): int', (one: Quantity) => {
      if (!isInteger(one)) throw new RuleFailure('cannot convert value to integer');
      return one.nanos / ONE;
    })
    .registerFunction('Quantity.asApproximateFloat(): double', (one: Quantity) => Number(one.nanos) / 1e9)
    .registerFunction('sign(Quantity): int', (one: Quantity) => signOf(one.nanos))
    .registerFunction(
      'Quantity.isGreaterThan(Quantity): bool',
      (a: Quantity, b: Quantity) => a.nanos > b.nanos,
    )
    .registerFunction('Quantity.isLessThan(Quantity): bool', (a: Quantity, b: Quantity) => a.nanos < b.nanos)
    .registerFunction('Quantity.compareTo(Quantity): int', (a: Quantity, b: Quantity) =>
      signOf(a.nanos - b.nanos),
    )
    .registerFunction(
      'Quantity.add(Quantity): Quantity',
      (a: Quantity, b: Quantity) => new Quantity(a.nanos + b.nanos),
    )
    .registerFunction(
      'Quantity.add(int): Quantity',
      (a: Quantity, b: bigint) => new Quantity(a.nanos + b * ONE),
    )
    .registerFunction(
      'Quantity.sub(Quantity): Quantity',
      (a: Quantity, b: Quantity) => new Quantity(a.nanos - b.nanos),
    )
    .registerFunction(
      'Quantity.sub(int): Quantity',
      (a: Quantity, b: bigint) => new Quantity(a.nanos - b * ONE),
    )
    .registerOperator('Quantity == Quantity', (a: Quantity, b: Quantity) => a.nanos === b.nanos);
}

function read(text: string): Quantity {
  const value = nanos(text);
  if (value === null)
    throw new RuleFailure(
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    );
  return new Quantity(value);
}

function signOf(value: bigint): bigint {
  if (value === 0n) return 0n;
  return value < 0n ? -1n : 1n;
}
