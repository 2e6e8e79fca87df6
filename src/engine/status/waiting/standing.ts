import type { Deps } from '../../../deps.ts';
import { projectOf } from '../../../discover/argocd/project.ts';
import { closedWindow } from '../../../discover/argocd/windows.ts';
import { fluxHealth } from '../../../health/flux.ts';
import { type KubeObject, namespaceOf, objectAt, stringOr } from '../../../object.ts';
import { inputsOf } from '../../../render/render.ts';
import type { Tree } from '../../../render/types.ts';
import { resumeCommand } from '../../../status/waiting/flux.ts';
import type { Standing, Stop } from '../../../status/waiting/types.ts';
import { diskView } from '../../../view.ts';
import type { ControllerObjects } from '../../controlled/objects.ts';
import type { Revisions } from '../revisions.ts';
import type { Observed } from './apps.ts';
import type { Relations } from './relations.ts';
import type { Wanted } from './wanted.ts';

export interface Ground {
  readonly wanted: Wanted;
  readonly tree: Tree;
  readonly revisions: Revisions;
  readonly relations: Relations;
  readonly deps: Pick<Deps, 'now'>;
  /** Milliseconds since the epoch: when the wait is given up. */
  readonly until: number;
}

/** What an app said when it was first looked at. */
interface First {
  readonly seen: string | null;
  readonly round: string;
}

export type Place = Omit<Standing, 'workloads' | 'pods'>;

/** Where apps stand, by what git and the objects around them tell. */
export function openStandings(
  ground: Ground,
): (app: Observed, objects: ControllerObjects | null, parent: Place | null) => Promise<Place> {
  const firsts = new Map<string, First>();
  const { wanted, relations, tree } = ground;
  const inputs = new Map<string, Promise<readonly string[]>>();
  const inputsFor = ({ root, name, controlled }: Observed) => {
    const key = `${name} ${String(controlled?.object.metadata.generation ?? '')}`;
    const found = inputs.get(key) ?? readInputs(root, tree);
    inputs.set(key, found);
    return found;
  };
  return async (app, objects, parent) => {
    const { observation, controlled, name } = app;
    const seenOid = await relations.commit(observation.seen);
    const first = firsts.get(name) ?? { seen: seenOid, round: observation.round };
    firsts.set(name, first);
    const { deployed: runs, seen: sees, tried: tries, packing, untold } = observation;
    const [own, seen, tried, fetched] = await Promise.all(
      [runs, sees, tries, packing?.fetched ?? []].map(relations.of),
    );
    // a chart from elsewhere has no commit: its object is what git declares, and another app brings that
    const isPacked = packing !== null || untold !== null;
    const isForeign = !isPacked && (seen === 'none' || app.root.helm?.chart !== undefined);
    const isChild = controlled?.object.kind === 'HelmRelease' && isForeign && parent !== null;
    const deployed = isChild ? parent.deployed : (own ?? 'none');
    const follows = controlled?.revision ?? null;
    const isRepositorys = app.root.kind !== 'unrendered' || app.root.unrendered?.code === 'NO_SUCH_PATH';
    return {
      wanted: wanted.short,
      deployed,
      seen: seen ?? 'none',
      tried: isChild ? deployed : (tried ?? 'none'),
      fetched: fetched ?? 'none',
      seenName: seenOid?.slice(0, 7) ?? null,
      isTouched: isChild ? parent.isTouched : await isTouched(app, ground, () => inputsFor(app)),
      followsOther: follows !== null && seen !== 'contains' && (await leadsElsewhere(follows, ground)),
      isNews: seenOid !== first.seen,
      isStale: controlled?.deployer === 'argocd' && observation.round === first.round,
      blocked:
        (isRepositorys && controlled !== null ? goneFrom(app, ground) : null) ??
        (isChild || mayBeTold(parent) ? null : untold) ??
        (objects === null ? null : blockedBy(app, objects, ground)),
      held:
        controlled === null || objects === null
          ? null
          : windowOf(controlled.object, objects, ground.deps.now()),
    };
  };
}

/** What is not told may be told once the commit is there, where an app brings it that is on its way. */
function mayBeTold(parent: Place | null): boolean {
  return (
    parent !== null && parent.deployed !== 'contains' && parent.isTouched !== false && !parent.followsOther
  );
}

/** Whether the app's part of git differs; null: its commit is unknown. */
async function isTouched(
  { observation }: Observed,
  { relations, revisions, wanted }: Ground,
  paths: () => Promise<readonly string[]>,
): Promise<boolean | null> {
  const from = await relations.commit(observation.deployed);
  return from === null ? null : revisions.differs(from, wanted.oid, await paths());
}

/** What it follows is known here, and does not lead to the commit. */
async function leadsElsewhere(follows: string, { revisions, wanted }: Ground): Promise<boolean> {
  const tip = await revisions.tip(follows);
  if (tip === null || tip === wanted.oid || (await revisions.contains(tip, wanted.oid))) return false;
  // a branch that is behind here may be ahead by now
  return (await revisions.isFixed(follows)) || !(await revisions.contains(wanted.oid, tip));
}

async function readInputs(root: Observed['root'], tree: Tree): Promise<readonly string[]> {
  const read = await inputsOf(root, tree).catch((): readonly string[] => []);
  return read.length > 0 ? read : [root.path];
}

function goneFrom({ root }: Observed, { tree, wanted }: Ground): Stop | null {
  const paths = root.kind === 'sources' ? (root.sources ?? []).map(({ path }) => path) : [root.path];
  const view = diskView(tree.dir);
  const gone = paths.find((path) => path !== '-' && view.kindOf(path) === null);
  return gone === undefined
    ? null
    : {
        why: `its path ${gone} is not there at ${wanted.short}`,
        hint: 'bring it back, or change the path of the app',
      };
}

function blockedBy(
  { controlled, observation }: Observed,
  objects: ControllerObjects,
  ground: Ground,
): Stop | null {
  if (controlled === null) return null;
  if (controlled.deployer === 'argocd') return windowFor(controlled.object, objects, ground);
  if (observation.waitsFor === null) return null;
  for (const id of controlled.dependsOn) {
    const [kind, namespace, name] = id.split('/');
    const list = kind === 'flux' ? objects.kustomizations : objects.helmReleases;
    const found = list.find((one) => one.metadata.name === name && namespaceOf(one) === namespace);
    if (found === undefined)
      return {
        why: `it depends on ${namespace}/${name}, which does not exist`,
        hint: 'correct spec.dependsOn',
      };
    if (objectAt(found.spec).suspend === true)
      return { why: `it depends on ${namespace}/${name}, which is suspended`, hint: resumeCommand(found) };
    const { state, message } = fluxHealth(found);
    if (state === 'degraded')
      return {
        why: `it depends on ${namespace}/${name}, which is not ready: ${message ?? state}`,
        hint: null,
      };
  }
  return null;
}

function windowOf(app: KubeObject, objects: ControllerObjects, now: number): string | null {
  if (app.kind !== 'Application') return null;
  const { server, name } = objectAt(app.spec, 'destination');
  const cluster = stringOr(server, stringOr(name, ''));
  return closedWindow(projectOf(app, objects.projects).project, { app, cluster }, now);
}

/** Moments between now and the end that are looked at. */
const MOMENTS = 30;

/** A window that opens in time only has to be waited for. */
function windowFor(app: KubeObject, objects: ControllerObjects, { deps, until }: Ground): Stop | null {
  const now = deps.now();
  const closed = windowOf(app, objects, now);
  if (closed === null) return null;
  for (let moment = 1; moment <= MOMENTS; moment++)
    if (windowOf(app, objects, now + ((until - now) * moment) / MOMENTS) === null) return null;
  return {
    why: `${closed}, also not before the wait ends`,
    hint: 'wait for the window, or change it in the AppProject',
  };
}
