import { UsageError } from '../../errors.ts';
import type { ControlledApp } from '../types.ts';
import { isNamed } from './places.ts';
import { areRivals, environmentOf, partsOf, unboundOf } from './rivals.ts';
import type { Entry } from './types.ts';

/** What is known of the cluster that an entry may be meant for. */
export interface Asked {
  /** What people call it: its context, and its name in the kubeconfig. */
  readonly names: readonly string[];
  /** Whether the cluster has an app, and has it from the same place. */
  readonly isLive: (app: ControlledApp) => boolean;
  /** Directories or files that were named on the command line. */
  readonly paths: readonly string[];
}

export interface Choice {
  readonly entries: readonly Entry[];
  /** Why of some nothing can be said; null: of every one it can. */
  readonly ambiguous: UsageError | null;
}

/**
 * The entries that a cluster is brought up from. Of those that are meant for different clusters the one counts that was
 * named, that the cluster runs already, or that is called exactly like it; none of them is ever guessed.
 */
export function chooseEntries(entries: readonly Entry[], asked: Asked): Choice {
  const unbound = entries.filter((entry) => unboundOf(entry).length > 0);
  const chosen = new Set(entries);
  const open: Entry[] = [];
  const environments = new Set<string | null>();
  for (const rivals of groupsOf(unbound)) {
    const meant = meantOf(rivals, asked);
    if (meant === null) open.push(...rivals);
    else if (rivals.length > 1) environments.add(environmentOf(meant.path));
    for (const entry of rivals) if (entry !== meant) chosen.delete(entry);
  }
  // what could not be read of another environment is no news of this one
  const isForeign = (entry: Entry) => {
    const { apps, path } = entry;
    const environment = apps.length > 0 || isNamed(entry, asked.paths) ? null : environmentOf(path);
    return environments.size > 0 && environment !== null && !environments.has(environment);
  };
  return {
    entries: entries.filter((entry) => chosen.has(entry) && !isForeign(entry)),
    ambiguous: open.length === 0 ? null : ambiguity(open, asked),
  };
}

/** Entries of which each is another's rival, directly or not. */
function groupsOf(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const groups: Entry[][] = [];
  for (const entry of entries) {
    const near = groups.filter((group) => group.some((one) => areRivals(one, entry)));
    for (const group of near) groups.splice(groups.indexOf(group), 1);
    groups.push([...near.flat(), entry]);
  }
  return groups;
}

function meantOf(rivals: readonly Entry[], { names, isLive, paths }: Asked): Entry | null {
  const [only, ...others] = rivals;
  if (only === undefined || others.length === 0) return only ?? null;
  const named = rivals.filter((entry) => isNamed(entry, paths));
  if (named.length > 0) return single(named);
  const most = Math.max(...rivals.map((entry) => liveIn(entry, isLive)));
  if (most > 0) return single(rivals.filter((entry) => liveIn(entry, isLive) === most));
  return single(rivals.filter(({ path }) => partsOf(path).some((part) => names.includes(part))));
}

function single(entries: readonly Entry[]): Entry | null {
  return entries.length === 1 ? (entries[0] ?? null) : null;
}

function liveIn(entry: Entry, isLive: Asked['isLive']): number {
  return unboundOf(entry).filter(isLive).length;
}

const MOST_TOLD = 8;

function ambiguity(all: readonly Entry[], { isLive }: Asked): UsageError {
  // of very many, those that bring up the most are what clusters are brought up from
  const most = all.toSorted((a, b) => b.apps.length - a.apps.length).slice(0, MOST_TOLD);
  const open = all.filter((entry) => most.includes(entry));
  const told = open.map((entry) => {
    const { length } = entry.apps;
    return `  ${entry.path}  (${length === 1 ? '1 app' : `${length} apps`}, ${liveIn(entry, isLive)} of them in this cluster)`;
  });
  const others = all.length - open.length;
  const facts = others === 0 ? told : [...told, `  and ${others} more`];
  return new UsageError(
    'AMBIGUOUS_APPS',
    'git declares the apps of several clusters, and nothing says which of them this one is',
    {
      facts: [...facts, 'or write its apps into .gitops.yaml, and choose with --env'],
      hint: `name the one that this cluster is brought up from: kubectl gitops diff ./${open[0]?.path ?? ''}`,
    },
  );
}
