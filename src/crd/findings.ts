import { isArray, isObject, type Json } from '../object.ts';
import { formatPath, type Path, pathOf, type Step, type Trail } from '../path.ts';
import { mapKeysOf, type Schema } from './schema.ts';
import type { Violation } from './types.ts';

/** As the server sorts them; `Type` and `Not` are its `Invalid value`. */
export type Kind =
  | 'Required value'
  | 'Unsupported value'
  | 'Too long'
  | 'Too many'
  | 'Type'
  | 'Not'
  | 'Invalid value'
  | 'Forbidden'
  | 'Duplicate value';

export interface Finding extends Violation {
  readonly kind: Kind;
}

/** What is found while an object is walked. */
export interface Findings {
  readonly found: Finding[];
  /** What could not be checked, each as a sentence. */
  readonly unchecked: Set<string>;
}

const BLOCKING: readonly Kind[] = ['Required value', 'Unsupported value', 'Too long', 'Too many', 'Type'];

/** The object is too wrong for rules to be evaluated. */
export function isBlocking({ kind }: Finding): boolean {
  return BLOCKING.includes(kind);
}

export function report(findings: Findings, trail: Trail | null, kind: Kind, detail = ''): void {
  const path = pathOf(trail);
  const words = kind === 'Type' || kind === 'Not' ? 'Invalid value' : kind;
  findings.found.push({
    path,
    message: `${fieldPath(path)}: ${words}${detail === '' ? '' : `: ${detail}`}`,
    code: 'SERVER_REJECTED',
    kind,
  });
}

/** A path as the server begins a sentence with it: `spec.ports[0].port`. */
function fieldPath(path: Path): string {
  return path.length === 0 ? '<root>' : formatPath(path).replace(/^\./, '');
}

/** An item as git names it: by its keys where the list tells its items apart by them, else by its place. */
export function itemStep(schema: Schema, item: Json, index: number): Step {
  const keys = mapKeysOf(schema);
  if (keys === null || !isObject(item)) return index;
  const own = keys.flatMap((key): [string, Json][] => {
    const value = item[key];
    return value === undefined || isObject(value) || isArray(value) ? [] : [[key, value]];
  });
  return own.length === 0 ? index : { keys: Object.fromEntries(own) };
}
