import { TemplateError } from '../../../../gotemplate/values/budget.ts';
import { isArray, isObject, type Json } from '../../../../object.ts';
import type { Shape } from './fields.ts';

/**
 * A value without the fields that its shape does not have, as Argo CD decodes it; undefined: it is null. Throws
 * TemplateError where a value is of another type.
 */
export function conform(value: Json | undefined, shape: Shape, at: string): Json | undefined {
  if (value === undefined || value === null) return undefined;
  if (shape === 'raw') return value;
  if (typeof shape === 'string') return scalar(value, shape, at);
  if ('list' in shape) {
    if (!isArray(value)) throw mistyped(value, 'a list', at);
    return value.map((item, index) => conform(item, shape.list, `${at}[${index}]`) ?? null);
  }
  if (!isObject(value)) throw mistyped(value, 'a map', at);
  const kept: [string, Json][] = [];
  for (const [key, item] of Object.entries(value)) {
    const inner = 'map' in shape ? shape.map : shape.fields[key];
    const made = inner === undefined ? undefined : conform(item, inner, `${at}.${key}`);
    if (made !== undefined) kept.push([key, made]);
  }
  return Object.fromEntries(kept);
}

function scalar(value: Json, shape: 'text' | 'flag' | 'integer' | 'port', at: string): Json {
  if (shape === 'text' && typeof value !== 'string') throw mistyped(value, 'a string', at);
  if (shape === 'flag' && typeof value !== 'boolean') throw mistyped(value, 'true or false', at);
  const isWhole = Number.isInteger(value);
  if (shape === 'integer' && !isWhole) throw mistyped(value, 'a whole number', at);
  if (shape === 'port' && !isWhole && typeof value !== 'string') throw mistyped(value, 'a whole number', at);
  return value;
}

function mistyped(value: Json, wanted: string, at: string): TemplateError {
  const text = JSON.stringify(value);
  return new TemplateError(
    `${at} must be ${wanted}, not ${text.length > 40 ? `${text.slice(0, 37)}...` : text}`,
  );
}
