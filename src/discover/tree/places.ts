import { posix } from 'node:path';
import { isBelow } from '../../render/tree-files.ts';
import type { Entry } from './types.ts';

/** Whether a path that was named means an entry: its own, or where several were made one any directory below that. */
export function isNamed({ path, parts }: Entry, paths: readonly string[]): boolean {
  return paths.some((named) => named === path || (parts !== undefined && isBelow(named, path)));
}

/**
 * The ids of the apps that a directory stands for: of an entry all of them, of a directory within one that several were
 * made what those in it bring. Entries come before what is within them.
 */
export function placesOf(entries: readonly Entry[]): ReadonlyMap<string, readonly string[]> {
  const places = new Map(entries.map(({ path, apps }) => [path, idsOf(apps)]));
  const within = new Map<string, readonly string[]>();
  for (const { path: top, parts = [] } of entries) {
    for (const { path, apps } of parts)
      for (let dir = path; dir !== top && isBelow(dir, top); dir = posix.dirname(dir))
        within.set(dir, [...(within.get(dir) ?? []), ...idsOf(apps)]);
  }
  return new Map([...places, ...[...within].filter(([dir]) => !places.has(dir))]);
}

function idsOf(apps: Entry['apps']): readonly string[] {
  return apps.map(({ id }) => id);
}
