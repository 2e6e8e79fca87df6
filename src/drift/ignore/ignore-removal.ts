import { type Json, type KubeObject, sameJson } from '../../object.ts';
import type { Change } from '../types.ts';
import { below, type Place, placeOfPath, valueAtPlace, without } from './ignore-paths.ts';

export interface Sides {
  readonly desired: KubeObject;
  readonly live: KubeObject;
}
export type Ignorable = Pick<Change, 'path' | 'git' | 'live' | 'owner'>;

/** Places that one selector of a rule takes out of the comparison, on each side. */
export interface Removal {
  readonly name: string;
  readonly desired: readonly Place[];
  readonly live: readonly Place[];
}

/**
 * As Argo CD does it: take every ignored place out of both sides, then compare what is left. So an added map whose
 * every key is ignored is no drift, and neither is a list that differs in an ignored field of one item only.
 */
export function removedBy(change: Ignorable, sides: Sides, removals: readonly Removal[]): string | null {
  const git = sideOf(sides.desired, change, change.git, removals, 'desired');
  const live = sideOf(sides.live, change, change.live, removals, 'live');
  const by = removals.find(({ name }) => git.by.has(name) || live.by.has(name));
  if (by === undefined) return null;
  if (git.left === undefined || live.left === undefined) {
    return git.left === live.left ? by.name : null;
  }
  return sameJson(git.left, live.left) ? by.name : null;
}

interface Left {
  readonly left: Json | undefined;
  /** Names of what took part of it. */
  readonly by: ReadonlySet<string>;
}

function sideOf(
  object: KubeObject,
  { path }: Ignorable,
  value: Json | undefined,
  removals: readonly Removal[],
  side: 'desired' | 'live',
): Left {
  const at = value === undefined ? null : placeOfPath(object, path);
  if (value === undefined || at === null) return { left: value, by: new Set() };
  const cuts = removals.flatMap((removal) =>
    removal[side].flatMap((place) => {
      const rest = below(place, at);
      return rest === null || valueAtPlace(value, rest) === undefined ? [] : [{ name: removal.name, rest }];
    }),
  );
  return {
    left: without(
      value,
      cuts.map(({ rest }) => rest),
    ),
    by: new Set(cuts.map(({ name }) => name)),
  };
}
