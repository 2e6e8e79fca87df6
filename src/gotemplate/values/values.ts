/**
 * What a template computes with, as exactly as Go's types show through: `1` and `1.0` are not equal, a map of texts is
 * not a map of anything. `undefined` is no value at all, `null` an interface that holds none.
 */
export type GoValue = undefined | null | boolean | string | number | Int | List | Dict | Struct;

export type IntType = 'int' | 'int64' | 'uint64' | 'uint8' | 'int32';

/** A whole number; JavaScript's own numbers are float64, which is what JSON has. */
export class Int {
  readonly value: bigint;
  readonly type: IntType;
  constructor(value: bigint | number, type: IntType = 'int') {
    this.value = type === 'int' || type === 'int64' ? BigInt.asIntN(64, BigInt(value)) : BigInt(value);
    this.type = type;
  }
}

export const ANY = 'interface {}';

/** A slice. Never changed in place: Go's append may or may not share, and nobody can rely on it. */
export class List {
  readonly items: readonly GoValue[];
  /** The type of its elements. */
  readonly element: string;
  constructor(items: readonly GoValue[], element: string = ANY) {
    this.items = items;
    this.element = element;
  }
}

/** A map with texts as keys. `set` and its kin change it in place, as Go's maps are changed. */
export class Dict {
  readonly entries: Map<string, GoValue>;
  readonly element: string;
  /** A nil map can be read and not written. */
  readonly isNil: boolean;
  constructor(entries: Iterable<readonly [string, GoValue]>, element: string = ANY, isNil = false) {
    this.entries = new Map(entries);
    this.element = element;
    this.isNil = isNil;
  }
}

/** A pointer to a struct, such as a semantic version: fields and methods without arguments read alike. */
export class Struct {
  readonly type: string;
  readonly fields: ReadonlyMap<string, GoValue>;
  /** What its String method says. */
  readonly text: string;
  constructor(type: string, text: string, fields: ReadonlyMap<string, GoValue>) {
    this.type = type;
    this.text = text;
    this.fields = fields;
  }
}

/** As `%T` has it. */
export function typeOf(value: GoValue): string {
  if (value === undefined || value === null) return '<nil>';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return 'float64';
  if (value instanceof List) return `[]${value.element}`;
  if (value instanceof Dict) return `map[string]${value.element}`;
  return value.type;
}

/** As reflect names kinds. */
export function kindOf(value: GoValue): string {
  if (value === undefined || value === null) return 'invalid';
  if (value instanceof List) return 'slice';
  if (value instanceof Dict) return 'map';
  if (value instanceof Struct) return 'ptr';
  return typeOf(value);
}

/** Not the zero of its type: what `if`, `and`, `default` ask for. */
export function isTrue(value: GoValue): boolean {
  if (value instanceof Int) return value.value !== 0n;
  if (value instanceof List) return value.items.length > 0;
  if (value instanceof Dict) return value.entries.size > 0;
  return value instanceof Struct || (typeof value === 'number' ? value !== 0 : Boolean(value));
}

export function texts(items: readonly string[]): List {
  return new List(items, 'string');
}
