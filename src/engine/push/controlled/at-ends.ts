import type { Found, Surroundings } from '../../../discover/flux/types.ts';
import type { ControlledApp } from '../../../discover/types.ts';
import { globsOf } from '../../../render/plain-files.ts';
import { openReads } from '../../../render/reads.ts';
import type { View } from '../../../view.ts';
import { goesTo } from '../../controlled/destinations.ts';
import { finder, liveApps } from '../../controlled/live-apps.ts';
import { ours } from '../../controlled/merge.ts';
import type { ControllerObjects } from '../../controlled/objects.ts';
import type { Cluster } from '../../types.ts';
import type { Ends } from '../commits/ends.ts';
import { declaredIn, objectsAtEnds, type ReadsFile } from './declared-objects.ts';

/** The apps of a cluster as base and as head have them. */
export interface AppsAtEnds {
  readonly before: readonly ControlledApp[];
  readonly after: readonly ControlledApp[];
  /** As the cluster has them now, whatever the push says of them. */
  readonly live: readonly ControlledApp[];
}

/** An app that comes with an app that comes with an app: further nobody goes. */
const MOST_ROUNDS = 4;

/**
 * Reads the apps of a cluster at both ends of a push: their files, and their own objects where the push changes these.
 * What comes with the push, and is declared by what an app reads, is an app from then on.
 */
export async function appsAtEnds(
  listed: ControllerObjects,
  cluster: Cluster,
  { base, head, between }: Ends,
  isThis: Surroundings['isThis'],
): Promise<AppsAtEnds> {
  const asked = new Map<string, Promise<Found>>();
  const read = async (objects: ControllerObjects, view: View) => {
    const find = finder(objects, cluster, asked);
    const { settle } = between;
    // both ends are given the same commit: what differs by that alone is nothing that the push says
    const apps = ours(await liveApps(objects, { view, isThis, commit: head.oid, settle }, find));
    return apps.filter((app) => goesTo(app, cluster));
  };
  const both = async (ends: { readonly base: ControllerObjects; readonly head: ControllerObjects }) => ({
    before: base === null ? [] : await read(ends.base, between.base),
    after: await read(ends.head, between.head),
  });
  const declared = await between.settle(() => ({
    base: declaredIn(between.changed, between.base),
    head: declaredIn(between.changed, between.head),
  }));
  let apps = await both({ base: listed, head: listed });
  const live = apps.after;
  if (declared.base.length + declared.head.length === 0) return { ...apps, live };
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const known = apps.before.length + apps.after.length;
    const reads = await readsFileOf(apps, between);
    const ends = await between.settle(() => objectsAtEnds(listed, declared, reads));
    apps = await both(ends);
    if (apps.before.length + apps.after.length === known && round > 0) break;
  }
  return { ...apps, live };
}

async function readsFileOf(
  { before, after }: Pick<AppsAtEnds, 'before' | 'after'>,
  { base, head, settle }: Ends['between'],
): Promise<ReadsFile> {
  const isWanted = await globsOf([...before, ...after].map(({ root }) => root));
  return settle(() => {
    const of = (apps: readonly ControlledApp[], view: View) => {
      const readsOf = openReads(view, isWanted);
      return apps.map(({ id, root }) => ({ id, touches: readsOf(root).touches }));
    };
    const all = [...of(before, base), ...of(after, head)];
    return (app, file) => all.some(({ id, touches }) => (app === null || id === app) && touches(file));
  });
}
