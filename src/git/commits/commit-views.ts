import type { View } from '../../view.ts';
import { openBlobs } from './blobs.ts';
import { gitFailure } from '../failure.ts';
import { type Listing, listingOf, readChanges, undone } from './listing.ts';
import type { LocatedRepository } from '../repository.ts';
import { differenceArgs, listCommit, type Push, viewOf } from './view.ts';

/** One commit, read without laying it out. */
export interface CommitView extends Pick<Push, 'settle'> {
  readonly view: View;
}

/** Views of commits by their ids, each made once. */
export type CommitViews = (oid: string) => Promise<CommitView>;

/**
 * Many commits of one history. The first that is asked for is listed; of the others git tells how they differ from
 * it, which is little even where the tree is large. What they have in common is read once.
 */
export function openCommitViews(repository: LocatedRepository): CommitViews {
  const blobs = openBlobs(repository);
  const known = new Map<string, Promise<CommitView>>();
  let first: { readonly oid: string; readonly listing: Promise<Listing> } | undefined;
  const listed = async (oid: string) => listingOf(await listCommit(repository, oid));
  const listingAt = async (oid: string): Promise<Listing> => {
    if (first === undefined) {
      first = { oid, listing: listed(oid) };
      return first.listing;
    }
    const args = differenceArgs(oid, first.oid);
    const [from, diff] = await Promise.all([first.listing, repository.git(args)]);
    if (diff.code !== 0) throw gitFailure(`cannot compare ${oid.slice(0, 12)}`, diff);
    return undone(from, readChanges(diff.stdout));
  };
  const open = async (oid: string): Promise<CommitView> => ({
    view: viewOf(await listingAt(oid), blobs),
    settle: blobs.settle,
  });
  return (oid) => {
    const found = known.get(oid) ?? open(oid);
    known.set(oid, found);
    return found;
  };
}
