import { type KubeObject, stringOr } from '../../object.ts';
import { entriesOf, ownerOf } from '../fields.ts';
import type { Owner } from '../types.ts';

export interface Creation {
  /** Who wrote it first; null: nobody is recorded. */
  readonly owner: Owner | null;
  /** RFC 3339; null: the server does not say. */
  readonly created: string | null;
}

/** Nobody records who made an object: it is whoever's entry is the oldest, of those that wrote the object itself. */
export function creationOf(live: KubeObject): Creation {
  const [first] = entriesOf(live)
    .filter(({ subresource }) => subresource === null)
    .toSorted((a, b) => Number(timeOf(a) > timeOf(b)) - Number(timeOf(a) < timeOf(b)));
  return {
    owner: first === undefined ? null : ownerOf(first),
    created: stringOr(live.metadata.creationTimestamp, null),
  };
}

/** Times of the server are all in UTC and of one length; an entry without one comes last. */
function timeOf({ time }: Owner): string {
  return time ?? 'never';
}
