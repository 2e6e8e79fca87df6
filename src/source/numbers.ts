/** Numbers as kubectl reads plain scalars. Both parsers of this project ask here, so that they cannot differ. */

export const INTEGER = /^[-+]?(?:0[bB][01_]+|0[oO][0-7_]+|0[xX][0-9a-fA-F_]+|[0-9][0-9_]*)$/;
export const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9_]+)?$/;
/** YAML has them, JSON has not: kubectl refuses them. */
export const NOT_FINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** What a plain scalar may begin with to be one of these. */
export const NUMERIC_FIRST = [...'-+.0123456789'];

/** `0644` and `0o644` are octal, `1_000` is a number, `1:30` is none; `08` is left to `readFloat`, as kubectl does. */
export function readInteger(text: string): number | undefined {
  if (!INTEGER.test(text)) return undefined;
  const digits = text.replace(/[_+-]/g, '');
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  if (Number.isNaN(value)) return undefined;
  return text.startsWith('-') ? 0 - value : value;
}

/** A number too large for a double stays text, as kubectl leaves it. */
export function readFloat(text: string): number | undefined {
  if (!FLOAT.test(text)) return undefined;
  const value = Number(text.replaceAll('_', ''));
  return Number.isFinite(value) ? value : undefined;
}
