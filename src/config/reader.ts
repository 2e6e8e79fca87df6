import { isArray, isObject, type Json } from '../object.ts';
import { below, type Cell, invalid, pathOf, shown, unknownWord, where } from './error.ts';

/** Gives the fields of a map. Throws UsageError for another kind of value and for keys that nobody reads. */
export function fieldsOf<const K extends string>(cell: Cell, known: readonly K[]): (key: K) => Cell {
  refuseStrangers(cell, known);
  return (key) => child(cell, key);
}

/** What readers make of the keys that are there. Throws UsageError for another kind of value and for keys that nobody reads. */
export function recordOf<T extends object>(
  cell: Cell,
  readers: { readonly [K in keyof T]-?: (cell: Cell) => T[K] },
): Partial<T>;
export function recordOf(cell: Cell, readers: Readonly<Record<string, (cell: Cell) => unknown>>): object {
  refuseStrangers(cell, Object.keys(readers));
  const record: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(mapOf(cell)))
    if (!isAbsent(value)) record[key] = readers[key]?.(below(cell, key, value));
  return record;
}

function refuseStrangers(cell: Cell, known: readonly string[]): void {
  const stranger = Object.keys(mapOf(cell)).find((key) => !known.includes(key));
  if (stranger === undefined) return;
  const place = cell.above === null ? '' : ` in ${where(cell)}`;
  throw unknownWord(child(cell, stranger), `unknown key "${stranger}"${place}`, stranger, known);
}

/** A map whose keys are free; absent reads as empty. */
export function entriesOf(cell: Cell): readonly (readonly [key: string, cell: Cell])[] {
  return Object.keys(mapOf(cell)).map((key) => [key, child(cell, key)]);
}

export function itemsOf(cell: Cell): readonly Cell[] {
  const { value } = cell;
  if (isAbsent(value)) return [];
  if (!isArray(value))
    throw invalid(cell, `${where(cell)} is no list`, `write ${lastKey(cell)}: [${shown(value)}]`);
  return value.map((item, index) => below(cell, index, item));
}

export function textOf(cell: Cell): string {
  const text = optionalText(cell);
  if (text === undefined || text === '')
    throw invalid(cell, `${where(cell)} is missing`, `add ${lastKey(cell)}: TEXT`);
  return text;
}

/** A text. What YAML reads as something else was meant as one, but nobody can tell how it was written. */
export function optionalText(cell: Cell): string | undefined {
  const { value } = cell;
  if (isAbsent(value)) return undefined;
  if (typeof value === 'string') return value;
  const scalar = typeof value !== 'object';
  throw invalid(
    cell,
    `${where(cell)} is no text`,
    scalar ? `put it in quotes: "${String(value)}"` : `write ${lastKey(cell)}: TEXT`,
  );
}

export function textsOf(cell: Cell): readonly string[] {
  return itemsOf(cell).map(textOf);
}

/** One text or a list of them. */
export function textOrTexts(cell: Cell): readonly string[] {
  return typeof cell.value === 'string' ? [textOf(cell)] : textsOf(cell);
}

export function flagOf(cell: Cell): boolean | undefined {
  const { value } = cell;
  if (isAbsent(value) || typeof value === 'boolean') return value ?? undefined;
  throw invalid(cell, `${where(cell)} is neither true nor false`, `write ${lastKey(cell)}: true`);
}

/** One of a few words. A bare `off` is false in YAML: it is taken as it was written. */
export function oneOf<const T extends string>(cell: Cell, allowed: readonly T[]): T | undefined {
  const { value } = cell;
  if (isAbsent(value)) return undefined;
  const word = value === false ? 'off' : shown(value);
  const found = allowed.find((one) => one === word);
  if (found === undefined) throw unknownWord(cell, `${where(cell)} cannot be "${word}"`, word, allowed);
  return found;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `30s`, `1m30s`, or bare seconds, in milliseconds. */
export function durationOf(cell: Cell): number | undefined {
  const { value } = cell;
  const text = typeof value === 'number' ? `${value}s` : optionalText(cell);
  if (text === undefined) return undefined;
  const parts = [...text.matchAll(/(\d+)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== text)
    throw invalid(cell, `${where(cell)} is no duration: ${text}`, `write ${lastKey(cell)}: 30s`);
  return parts.reduce((sum, [, count = '0', unit = 's']) => sum + Number(count) * (UNITS[unit] ?? 0), 0);
}

/** An object without the fields that are undefined: absent is absent. */
export function present<T extends object>(fields: { readonly [K in keyof T]: T[K] | undefined }): Partial<T>;
export function present(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

export function isAbsent(value: Json | undefined): value is null | undefined {
  return value === undefined || value === null;
}

function mapOf(cell: Cell): Readonly<Record<string, Json>> {
  const { value } = cell;
  if (isAbsent(value)) return {};
  if (isObject(value)) return value;
  throw invalid(cell, `${where(cell)} is no map`, 'write keys with values, as key: value');
}

function child(cell: Cell, key: string): Cell {
  const value = isObject(cell.value) && Object.hasOwn(cell.value, key) ? cell.value[key] : undefined;
  return below(cell, key, value);
}

function lastKey(cell: Cell): string {
  return String(pathOf(cell).findLast((step) => typeof step === 'string') ?? '');
}
