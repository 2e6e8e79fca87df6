import { goneSince } from '../../../push/gone.ts';
import type { ProblemSource } from '../../../push/types.ts';
import { placeOf } from '../../explain.ts';
import { locators } from '../../sources.ts';
import type { Ends } from '../commits/ends.ts';
import type { Leaving } from './deletes.ts';

/** Where base declared what leaves git; null: it cannot be told. */
export type WasAt = (leaving: Leaving) => Promise<ProblemSource | null>;

/** Base is laid out for it when something leaves, and not before. */
export function openWasAt({ base, between }: Pick<Ends, 'base' | 'between'>): WasAt {
  if (base === null) return async () => null;
  let locatorOf: ReturnType<typeof locators> | undefined;
  return async ({ was, manifest }) => {
    const tree = await base.tree();
    locatorOf ??= locators({ tree });
    const place = await placeOf({ app: was, manifest }, [], { locatorOf });
    if (place === null) return null;
    const [then, now] = [between.base, between.head].map((view) => view.digest(place.file));
    return { ...place, ...goneSince(then ?? null, now ?? null) };
  };
}
