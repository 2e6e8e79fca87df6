import { nearest } from '../nearest.ts';
import type { Json } from '../object.ts';
import { formatStep, type Path, type Step } from '../path.ts';

/** A value of the configuration file, with the way to it: what is wrong with it can be shown in its line. */
export interface Cell {
  readonly value: Json | undefined;
  /** null: the whole file. Paths are written out only for what is wrong: a file may name hundreds of apps. */
  readonly above: { readonly cell: Cell; readonly step: Step } | null;
  readonly source: ConfigSource;
}
export interface ConfigSource {
  readonly file: string;
  readonly text: string;
}

/** What is wrong with a value, before anybody looked up where it stands: that needs a parser of its own. */
export class ConfigFault extends Error {
  readonly cell: Cell;
  readonly hint: string;

  constructor(cell: Cell, problem: string, hint: string) {
    super(problem);
    this.cell = cell;
    this.hint = hint;
  }
}

export function invalid(cell: Cell, problem: string, hint: string): ConfigFault {
  return new ConfigFault(cell, problem, hint);
}

/** Of a word that is none of the known ones; says which one is near. */
export function unknownWord(
  cell: Cell,
  problem: string,
  word: string,
  known: readonly string[],
): ConfigFault {
  const near = nearest(word, known);
  return near === null
    ? invalid(cell, problem, `write one of: ${known.join(', ')}`)
    : invalid(cell, `${problem}, did you mean "${near}"?`, `write ${near}`);
}

/** The value at a key or an index of one. */
export function below(cell: Cell, step: Step, value: Json | undefined): Cell {
  return { value, above: { cell, step }, source: cell.source };
}

export function pathOf({ above }: Cell): Path {
  return above === null ? [] : [...pathOf(above.cell), above.step];
}

/** `environments[0].apps[1].root`: how a message names a place in the file. */
export function where(cell: Cell): string {
  const path = pathOf(cell);
  const steps = path.map((step) => (typeof step === 'string' ? `.${step}` : formatStep(step)));
  return path.length === 0 ? 'the file' : steps.join('').replace(/^\./, '');
}

export function shown(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
