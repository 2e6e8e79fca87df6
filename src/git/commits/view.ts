import { type Entries, type Place, placeIn } from '../../place.ts';
import type { View } from '../../view.ts';
import { type Blobs, openBlobs } from './blobs.ts';
import { gitFailure } from '../failure.ts';
import type { KeptTexts } from './kept-texts.ts';
import { type Listing, listingOf, readChanges, readListing, undone } from './listing.ts';
import type { LocatedRepository } from '../repository.ts';

/** Two commits, read without laying them out. */
export interface Push {
  /**
   * Does synchronous work over the views until it lacks no file: what a view does not have yet it takes for empty,
   * fetches, and the work is done again. Outside of it a view may seem to lack what is there.
   */
  readonly settle: Blobs['settle'];
  readonly base: View;
  readonly head: View;
  /** Paths that differ, both names of a renamed file. */
  readonly changed: readonly string[];
}

/** Two commits and what lies between them; null for base: everything is new. */
export async function pushedViews(
  repository: LocatedRepository,
  base: string | null,
  head: string,
  kept?: KeptTexts,
): Promise<Push> {
  const blobs = openBlobs(repository, kept);
  if (base === null) {
    const entries = await listCommit(repository, head);
    const views = { base: viewOf(listingOf(new Map()), blobs), head: viewOf(listingOf(entries), blobs) };
    return { ...views, changed: [...entries.keys()], settle: blobs.settle };
  }
  const [diff, listed] = await Promise.all([
    repository.git(differenceArgs(base, head)),
    listCommit(repository, head),
  ]);
  if (diff.code !== 0) throw gitFailure(`cannot compare ${base.slice(0, 12)} and ${head.slice(0, 12)}`, diff);
  const changes = readChanges(diff.stdout);
  const listing = listingOf(listed);
  return {
    base: viewOf(undone(listing, changes), blobs),
    head: viewOf(listing, blobs),
    changed: changes.map(({ path }) => path),
    settle: blobs.settle,
  };
}

/** What git is asked for what lies between two commits: `.gitmodules` may ask that a submodule be ignored. */
export function differenceArgs(base: string, head: string): readonly string[] {
  return ['diff-tree', '-r', '-z', '--no-renames', '--ignore-submodules=none', base, head, '--'];
}

/** What git is asked for everything in a commit. */
export function listingArgs(oid: string): readonly string[] {
  return ['ls-tree', '-r', '-z', '--full-tree', oid];
}

/** Every path of a commit. */
export async function listCommit(repository: LocatedRepository, oid: string) {
  const listed = await repository.git(listingArgs(oid));
  if (listed.code !== 0) throw gitFailure(`cannot read commit ${oid.slice(0, 12)}`, listed);
  return readListing(listed.stdout);
}

/** What these paths are, with contents from `blobs`. */
export function viewOf(listing: Listing, blobs: Blobs): View {
  const { entries, names, directories, hasLinks } = listing;
  const links: Entries = {
    kindAt: (path) => entries.get(path)?.kind ?? (directories().has(path) ? 'directory' : null),
    targetOf: (link) => blobs.get(entries.get(link)?.oid ?? '')?.toString('utf8') ?? '',
  };
  const straight = (path: string): Place => {
    const isFile = entries.has(path);
    const kind = directories().has(path) ? 'directory' : null;
    const lost = path.split('/')[0] === '..' ? 'outside' : null;
    return { kind: isFile ? 'file' : kind, path, via: [], lost };
  };
  const placeOf = (path: string) => (hasLinks ? placeIn(links, path) : straight(path));
  const entryOf = (path: string) => {
    const found = entries.get(path);
    if (found?.kind === 'file') return found;
    return hasLinks ? entries.get(placeOf(path).path) : undefined;
  };
  const blobOf = (path: string) => {
    const found = entryOf(path);
    return found?.kind === 'file' ? found.oid : null;
  };
  return {
    kindOf: (path) => (blobOf(path) === null ? placeOf(path).kind : 'file'),
    paths: names,
    hasLinks,
    placeOf,
    list: (dir) => directories().get(placeOf(dir).path) ?? [],
    read: (path) => {
      const oid = blobOf(path);
      return oid === null ? undefined : blobs.get(oid, () => familyOf(path, listing));
    },
    digest: (path) => {
      const oid = blobOf(path);
      return oid === null ? null : `blob:${oid}`;
    },
  };
}

/** Who reads one of these is about to read the others: they come in one batch. */
const FAMILIES = [
  // whoever is told by the configuration which roots there are looks at kustomizations next
  /^\.gitops\.yaml$|(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/,
  /(?:^|\/)(?:Chart|requirements)\.yaml$/,
  /\.(?:jsonnet|libsonnet)$/,
];

function familyOf(path: string, { entries }: Listing): readonly string[] {
  const family = FAMILIES.find((pattern) => pattern.test(path));
  if (family === undefined) return [];
  return [...entries].flatMap(([other, { kind, oid }]) =>
    kind === 'file' && family.test(other) ? [oid] : [],
  );
}
