const FORM = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE])([+-]?\d+)|(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E))?$/;
const BINARY: Readonly<Record<string, bigint>> = {
  Ki: 1024n,
  Mi: 1024n ** 2n,
  Gi: 1024n ** 3n,
  Ti: 1024n ** 4n,
  Pi: 1024n ** 5n,
  Ei: 1024n ** 6n,
};
const DECIMAL: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
/** A quantity's finest unit is the nano; the server rounds finer values up. */
const SCALE = 9;

/** A Kubernetes quantity as a whole number of nanos; null: not a quantity. */
export function nanos(text: string): bigint | null {
  const match = FORM.exec(text);
  if (match === null) return null;
  const [, sign, whole = '', fraction = '', , exponent, suffix = ''] = match;
  if (whole === '' && fraction === '') return null;
  const power = exponent === undefined ? (DECIMAL[suffix] ?? 0) : Number.parseInt(exponent, 10);
  if (Math.abs(power) > 40) return null;
  const digits = BigInt(`${whole}${fraction}` || '0') * (BINARY[suffix] ?? 1n);
  const shift = power + SCALE - fraction.length;
  const scaled = shift >= 0 ? digits * 10n ** BigInt(shift) : roundUp(digits, 10n ** BigInt(-shift));
  return sign === '-' ? -scaled : scaled;
}

function roundUp(value: bigint, by: bigint): bigint {
  return (value + by - 1n) / by;
}

/** `1000m` is `1`, `1024Mi` is `1Gi`; git may write a bare number. */
export function sameQuantity(a: string | number, b: string | number): boolean {
  if (a === b) return true;
  const left = nanos(String(a));
  return left !== null && left === nanos(String(b));
}
