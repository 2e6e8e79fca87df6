import type { ProblemSource } from './types.ts';

/** What of a file is in head no longer, by the digests of its content then and now; null: it is not there. */
export function goneSince(was: string | null, now: string | null): Pick<ProblemSource, 'gone'> {
  if (was === now) return {};
  return { gone: now === null ? 'file' : 'line' };
}
