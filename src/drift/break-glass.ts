import { isObject, type Json, type KubeObject, objectAt, stringOr } from '../object.ts';

/** Carried by an object that somebody changed past git, with the reason given. */
export const BREAK_GLASS = 'kubectl-gitops/break-glass';

export interface BreakGlass {
  readonly reason: string;
  /** As the API server knows the person; the machine's user where it does not say. */
  readonly who: string;
  /** RFC 3339. */
  readonly time: string;
  /** What was done: `scale`. */
  readonly verb: string;
  /** Of git, as far as it was known then. */
  readonly revision: string | null;
}

/** The annotation's value. */
export function breakGlassText({ reason, who, time, verb, revision }: BreakGlass): string {
  return JSON.stringify({ reason, who, time, verb, revision });
}

/** What an object's annotation says; null: there is none, or it is not ours. */
export function breakGlassOf(live: KubeObject): BreakGlass | null {
  const text = stringOr(objectAt(live.metadata.annotations)[BREAK_GLASS], null);
  if (text === null) return null;
  const value = parse(text);
  if (!isObject(value)) return null;
  return {
    reason: stringOr(value.reason, ''),
    who: stringOr(value.who, ''),
    time: stringOr(value.time, ''),
    verb: stringOr(value.verb, ''),
    revision: stringOr(value.revision, null),
  };
}

/** A field manager that names the person and keeps the prefix by which Flux knows what to revert; 128 bytes at most. */
export function managerFor(verb: string, who: string): string {
  const name = who.replace(/[^\w.@:-]+/g, '-');
  return Buffer.from(`kubectl-${verb}.${name}`).subarray(0, 128).toString('latin1');
}

function parse(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
