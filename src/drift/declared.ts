import { isArray, isObject, type Json, type KubeObject } from '../object.ts';
import { formatPath, type Path, type Step } from '../path.ts';
import { fieldType, itemKeys, itemType, keyText, type Typed, UNTYPED } from '../schema.ts';
import { isReordered } from './order.ts';
import type { Change } from './types.ts';

/** One field that git declares, and the change that live made of it. */
export interface Declared {
  readonly path: Path;
  readonly git: Json;
  readonly change: Change | null;
}

interface Walk {
  readonly changes: ReadonlyMap<string, Change>;
  readonly found: Declared[];
}

/**
 * Every field of a declared object in the manifest's order, its name first. Fields are told apart as `compare` does;
 * where a list or item changed as a whole, it stands for all that is in it.
 */
export function declaredFields(
  desired: KubeObject,
  type: Typed,
  changes: readonly Change[],
): readonly Declared[] {
  const walk: Walk = {
    changes: new Map(changes.map((change) => [formatPath(change.path), change])),
    found: [],
  };
  const { apiVersion, kind, metadata, ...body } = desired;
  visit(walk, { apiVersion, kind, metadata, ...body }, type, [], false);
  return walk.found;
}

function visit(walk: Walk, git: Json, type: Typed, path: Path, atomic: boolean): void {
  const change = walk.changes.get(formatPath(path)) ?? null;
  if (change !== null) {
    walk.found.push({ path, git: change.git ?? git, change });
    // another order of the same items says nothing of what is in them
    if (!isReordered(change, git)) return;
  }
  const inner = childrenOf(git, type, atomic);
  if (inner.length === 0 && change === null) walk.found.push({ path, git, change });
  const within = atomic || ('atomic' in type.node && type.node.atomic === true);
  for (const { step, value, typed, positional } of inner)
    visit(walk, value, typed, [...path, step], within || positional);
}

interface Child {
  readonly step: Step;
  readonly value: Json;
  readonly typed: Typed;
  /** Known by its place alone. */
  readonly positional: boolean;
}

function childrenOf(git: Json, type: Typed, atomic: boolean): readonly Child[] {
  if (isObject(git)) {
    return Object.entries(git).map(([step, value]) => ({
      step,
      value,
      typed: fieldType(type, step) ?? UNTYPED,
      positional: false,
    }));
  }
  if (!isArray(git)) return [];
  const typed = itemType(type);
  const steps = stepsOf(git, type, atomic);
  return git.map((value, index) => {
    const step = steps?.[index];
    return { step: step ?? index, value, typed, positional: step === undefined };
  });
}

/** Items of a list-map by their keys, of a set by their values; undefined: only the place tells them apart. */
function stepsOf(items: readonly Json[], type: Typed, atomic: boolean): readonly Step[] | undefined {
  const { node } = type;
  if (node.t !== 'list' || node.list === 'atomic') return undefined;
  if (node.list === 'set') return atomic ? undefined : items.map((value) => ({ value }));
  const keys = items.map((item) => itemKeys(type, item)).filter((one) => one !== undefined);
  const distinct = new Set(keys.map(keyText));
  return distinct.size === items.length ? keys.map((one) => ({ keys: one })) : undefined;
}
