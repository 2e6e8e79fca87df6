import type { Deps } from '../../../deps.ts';
import type { Found as FoundObject, Surroundings } from '../../../discover/flux/types.ts';
import type { ControlledApp } from '../../../discover/types.ts';
import { mapLimit } from '../../../io.ts';
import type { Found } from '../../../push/types.ts';
import { globsOf } from '../../../render/plain/plain-files.ts';
import { openReads } from '../../../render/reads.ts';
import type { View } from '../../../view.ts';
import { goesTo } from '../../controlled/destinations.ts';
import { liveApps } from '../../controlled/live-apps.ts';
import { ours } from '../../controlled/merge.ts';
import { allOf, type ControllerObjects, knownOf } from '../../controlled/objects.ts';
import { openMarks } from '../../deployers/marks.ts';
import type { Cluster } from '../../types.ts';
import type { Ends } from '../commits/ends.ts';
import {
  type DeclaredAtEnds,
  declaredIn,
  type ObjectsAtEnds,
  objectsAtEnds,
  type Parents,
  type ReadsFile,
} from './declared-objects.ts';
import { openGenerated } from './generated-objects.ts';
import { openRendered } from './rendered-objects.ts';

/** The apps of a cluster as base and as head have them. */
export interface AppsAtEnds {
  readonly before: readonly ControlledApp[];
  readonly after: readonly ControlledApp[];
  /** As the cluster has them now, whatever the push says of them. */
  readonly live: readonly ControlledApp[];
  /** Of what makes apps, what does so no longer. */
  readonly broken: readonly Found[];
}

/** An app that comes with an app that comes with an app: further nobody goes. */
const MOST_ROUNDS = 4;

/**
 * Reads the apps of a cluster at both ends of a push: their files, and their own objects where the push changes these,
 * as manifests, by what an app renders, or by what a set makes of it. What comes with the push is an app from then on.
 */
export async function appsAtEnds(
  listed: ControllerObjects,
  cluster: Cluster,
  ends: Ends,
  isThis: Surroundings['isThis'],
  isPushed: (revision: string) => boolean,
  deps: Deps,
): Promise<AppsAtEnds> {
  const { base, head, between } = ends;
  const asked = new Map<string, Promise<FoundObject>>();
  const read = async (objects: ControllerObjects, view: View) => {
    const { settle } = between;
    // both ends are given the same commit: what differs by that alone is nothing that the push says
    const own = { view, isThis, commit: head.oid, settle };
    const apps = ours(await liveApps(objects, own, cluster, asked));
    return apps.filter((app) => goesTo(app, cluster));
  };
  const both = async (objects: ObjectsAtEnds) => ({
    before: base === null ? [] : await read(objects.base, between.base),
    after: await read(objects.head, between.head),
  });
  const plain = await between.settle(() => ({
    base: declaredIn(between.changed, between.base),
    head: declaredIn(between.changed, between.head),
  }));
  const registered = head.config?.clusters ?? [];
  const rendered = openRendered(ends, cluster, deps);
  const generated = openGenerated(ends, { listed, cluster, isThis, isPushed, registered });
  let apps = await both({ base: listed, head: listed });
  let broken: readonly Found[] = [];
  const live = apps.after;
  let parents: Promise<Parents> | undefined;
  const at = async (declared: DeclaredAtEnds, reads: ReadsFile): Promise<ObjectsAtEnds> => {
    if (declared.base.length + declared.head.length === 0) return { base: listed, head: listed };
    parents ??= parentsOf(listed, cluster);
    const of = await parents;
    return between.settle(() => objectsAtEnds(listed, declared, of, reads));
  };
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const known = apps.before.length + apps.after.length;
    const stated = together(plain, await rendered(apps));
    const reads = await readsFileOf(apps, between);
    const made = await generated(await at(stated, reads), stated.head);
    broken = made.broken;
    const declared = together(stated, made);
    if (declared.base.length + declared.head.length === 0) break;
    apps = await both(await at(declared, reads));
    if (apps.before.length + apps.after.length === known && round > 0) break;
  }
  return { ...apps, live, broken };
}

function together(one: DeclaredAtEnds, other: DeclaredAtEnds): DeclaredAtEnds {
  return { base: [...one.base, ...other.base], head: [...one.head, ...other.head] };
}

/** The app whose mark each object of a controller carries. */
async function parentsOf(listed: ControllerObjects, cluster: Cluster): Promise<Parents> {
  const marks = openMarks({ ...cluster, ...knownOf(listed) });
  const marked = await mapLimit(allOf(listed), 16, async (live) => [live, await marks.of(live)] as const);
  return new Map(marked.flatMap(([live, mark]) => (mark === null ? [] : [[live, mark.id]])));
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
