import type { Trail } from '../path.ts';
import { pattern } from '../patterns/re2.ts';
import type { Findings, Kind } from './findings.ts';
import { hasFormat } from './formats/formats.ts';
import type { Schema } from './schema.ts';

/** Says what is wrong with a value, or with what is in it. */
export type Complain = (kind: Kind, detail?: string, trail?: Trail | null) => void;

/** Length, pattern and format of a string. */
export function checkString(text: string, schema: Schema, findings: Findings, complain: Complain): void {
  const { maxLength, minLength, format } = schema;
  // only the first of the three is said
  const length = [...text].length;
  if (typeof maxLength === 'number' && length > maxLength)
    complain('Too long', `may not be more than ${maxLength} characters`);
  else if (typeof minLength === 'number' && length < minLength)
    complain('Invalid value', `should be at least ${minLength} chars long`);
  else if (typeof schema.pattern === 'string' && schema.pattern !== '') {
    const compiled = pattern(schema.pattern);
    if (compiled === undefined)
      findings.unchecked.add(`pattern ${schema.pattern} is no regular expression that is known here`);
    else if (!compiled.test(text)) complain('Invalid value', `should match '${schema.pattern}'`);
  }
  const isText = schema.type === 'string' || schema.type === undefined;
  if (isText && typeof format === 'string' && !hasFormat(format, text))
    complain('Type', `must be of type ${format}`);
}

const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  float: [-3.4028235677973366e38, 3.4028235677973366e38],
};

/** Bounds, format and factor of a number. */
export function checkNumber(value: number, schema: Schema, complain: Complain): void {
  const { maximum, minimum, multipleOf, format } = schema;
  const range = typeof format === 'string' ? RANGES[format] : undefined;
  const fits = schema.type !== 'integer' || Math.abs(value) < 2 ** 63;
  if (!fits || (range !== undefined && (value < range[0] || value > range[1])))
    complain(
      'Invalid value',
      `must be of type ${schema.type}${format === undefined ? '' : ` with format ${format}`}`,
    );
  // a bound of a whole number is cut to a whole number
  const bound = (limit: number): number => (Number.isInteger(value) ? Math.trunc(limit) : limit);
  if (typeof maximum === 'number') {
    const isOver = schema.exclusiveMaximum === true ? value >= bound(maximum) : value > bound(maximum);
    const than = schema.exclusiveMaximum === true ? 'less than' : 'less than or equal to';
    if (isOver) complain('Invalid value', `should be ${than} ${maximum}`);
  }
  if (typeof minimum === 'number') {
    const isUnder = schema.exclusiveMinimum === true ? value <= bound(minimum) : value < bound(minimum);
    const than = schema.exclusiveMinimum === true ? 'greater than' : 'greater than or equal to';
    if (isUnder) complain('Invalid value', `should be ${than} ${minimum}`);
  }
  if (typeof multipleOf === 'number' && !isMultiple(value, multipleOf))
    complain('Invalid value', `should be a multiple of ${multipleOf}`);
}

function isMultiple(value: number, factor: number): boolean {
  // of a whole number the server cuts the factor too: nothing is a multiple of what is left of 0.5
  if (Number.isInteger(value)) return Math.trunc(factor) > 0 && value % Math.trunc(factor) === 0;
  const times = factor < 1 ? (1 / factor) * value : value / factor;
  const whole = Math.round(times);
  return times === whole || Math.abs(times - whole) / Math.max(Math.abs(times), Math.abs(whole)) < 1e-9;
}
