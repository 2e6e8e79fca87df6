import { isArray, isObject, type Json, type KubeObject, sameJson } from '../../../object.ts';
import type { Path } from '../../../path.ts';
import type { FieldSource } from '../../types.ts';
import type { Candidate } from './candidates.ts';

/** A field of a rendered object: what is asked for. */
export interface Field {
  readonly candidate: Candidate;
  readonly rendered: KubeObject;
  readonly path: Path;
  /** The path as JSON patches write it: list items by their index in the rendered object. */
  readonly pointer: readonly string[];
  /** As rendered. */
  readonly value: Json;
  /** The object as its file declares it; undefined for what a generator makes. */
  readonly declared: Json | undefined;
  /** What becomes of a value after it was built. */
  readonly meaning: (value: Json) => Json;
}

/** What is known of a field at one moment of a build: its value, and what gave it that value. */
export interface Stage {
  /** undefined: the object does not have the field. */
  readonly value: Json | undefined;
  readonly source: FieldSource | null;
  /** Something we cannot follow may have set it: nothing is certain until it is set again. */
  readonly lost: boolean;
}

export const ABSENT: Stage = { value: undefined, source: null, lost: false };
export const LOST: Stage = { value: undefined, source: null, lost: true };

/** null: it leaves the field alone. */
export type Effect = Stage | null;

export function setTo(value: Json, source: FieldSource | null): Stage {
  return { value, source, lost: source === null };
}

/**
 * A field after an effect. A map or list is declared where it first came into being, what adds to it does not
 * declare it, unless it gives the whole of what is rendered.
 */
export function after(stage: Stage, effect: Effect, field: Field): Stage {
  if (effect === null) return stage;
  const adds =
    isCollection(effect.value) && isCollection(stage.value) && !sameJson(effect.value, field.value);
  return adds && !effect.lost ? { ...stage, value: effect.value } : effect;
}

/** The source of the last stage, if that stage says what was rendered. */
export function sourceOf(stage: Stage, { value, meaning }: Field): FieldSource | null {
  if (stage.lost) return null;
  const built = stage.value === undefined ? undefined : meaning(stage.value);
  const says = isCollection(value) ? isCollection(built) : sameJson(built, value);
  return says ? stage.source : null;
}

function isCollection(value: Json | undefined): boolean {
  return isObject(value) || isArray(value);
}
