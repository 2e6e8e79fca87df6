import { type ApplyRecord, applySetId, ID_LABEL, parentName, recordOf } from '../../../applyset/parent.ts';
import type { Resource } from '../../../cluster/discovery.ts';
import type { ControlledApp } from '../../../discover/types.ts';
import { repositoryUrls } from '../../../git/remotes.ts';
import { HEALTHY } from '../../../health/types.ts';
import { namespaceOf, objectAt } from '../../../object.ts';
import type { Root } from '../../../render/types.ts';
import { observeArgo } from '../../../status/waiting/argo.ts';
import { observeFlux } from '../../../status/waiting/flux.ts';
import type { Observation } from '../../../status/waiting/types.ts';
import { diskView } from '../../../view.ts';
import { type KnownApps, knownApps } from '../../controlled/known.ts';
import type { ControllerObjects } from '../../controlled/objects.ts';
import { resourcesOf } from '../../deployers/argo.ts';
import { inventoryOf } from '../../deployers/flux.ts';
import type { Tracked } from '../../deployers/types.ts';
import type { Desired } from '../../desired.ts';
import type { Rendered } from '../../render.ts';
import type { Cluster } from '../../types.ts';
import { controllersNow, fluxSurroundings, objectNow, shapeOf } from './controllers.ts';
import type { Watches } from './watches.ts';
import { kustomizationWorkloads, recordWorkloads, type Workloads } from './workloads.ts';

/** An app as it is at one moment. */
export interface Observed {
  readonly name: string;
  readonly root: Root;
  readonly controlled: ControlledApp | null;
  readonly observation: Observation;
  /** What its deployer lists as its own. */
  readonly objects: readonly Tracked[];
  /** Objects whose health the deployer does not tell. */
  readonly workloads: Workloads | null;
}

export interface Apps {
  /** null: not everything is listed yet. */
  readonly now: () => Promise<readonly Observed[] | null>;
  readonly objects: () => ControllerObjects | null;
}

/** The apps of a repository, by whoever deploys them, kept current by watches. */
export function openApps(
  desired: Desired,
  cluster: Cluster,
  names: readonly string[],
  watches: Watches,
): Apps {
  const { discovered, workspace, rendered } = desired;
  const { repository, tree } = workspace;
  let apps: KnownApps = discovered;
  let objects = discovered.objects;
  let shape = objects === null ? '' : shapeOf(objects);
  const isAsked = ({ id, object }: ControlledApp) =>
    names.length === 0 || names.includes(id) || names.includes(object.metadata.name);
  const chosen = rendered.apps.map(({ app }) => app);
  const others = rendered.apps.filter(({ app }) => app.controlled === undefined);
  const controlledNow = async (): Promise<readonly Observed[]> => {
    if (objects === null || repository === null || discovered.objects === null) return [];
    objects = controllersNow(discovered.objects, cluster, watches);
    const current = shapeOf(objects);
    if (current !== shape) apps = await knownApps(objects, cluster, repository, diskView(tree.dir));
    shape = current;
    const ids = new Set(chosen.flatMap(({ controlled }) => controlled?.id ?? []));
    const all = [
      ...apps.here.filter((one) => ids.has(one.id) || isAsked(one)),
      ...apps.elsewhere.filter(isAsked),
    ];
    const known = objects;
    return all.flatMap((app) => observeControlled(app, known, cluster));
  };
  return {
    objects: () => objects,
    now: async () => {
      const urls = others.length === 0 || repository === null ? [] : await repositoryUrls(repository);
      const recorded =
        others.length === 0 ? [] : recordedNow(others, urls, desired.guessed, cluster, watches);
      return recorded === null ? null : [...(await controlledNow()), ...recorded];
    },
  };
}

function observeControlled(
  app: ControlledApp,
  objects: ControllerObjects,
  cluster: Cluster,
): readonly Observed[] {
  const object = objectNow(app.object, objects);
  if (object === null) return [];
  const { id: name, root, deployer } = app;
  const controlled = { ...app, object };
  if (deployer === 'argocd') {
    const tracked = resourcesOf(object);
    return [{ name, root, controlled, observation: observeArgo(object), objects: tracked, workloads: null }];
  }
  const observation = observeFlux(object, fluxSurroundings(object, objects));
  const inventory = inventoryOf(object) ?? [];
  // with `wait` its controller looks after them itself
  const isHere =
    app.destination === null && object.kind === 'Kustomization' && objectAt(object.spec).wait !== true;
  const workloads = isHere ? kustomizationWorkloads(object, inventory, cluster) : null;
  return [{ name, root, controlled, observation, objects: inventory, workloads }];
}

/** Of what people apply with `gitops apply` the record tells; of roots that nobody named only those that have one. */
function recordedNow(
  apps: readonly Rendered[],
  urls: readonly string[],
  guessed: boolean,
  cluster: Cluster,
  watches: Watches,
): readonly Observed[] | null {
  const secrets: Resource | undefined = cluster.discovery.find('v1', 'Secret');
  if (secrets === undefined) return [];
  const watched = (namespace: string | null, mayFail: boolean) =>
    watches.of(
      { resource: secrets, namespace, selectors: { labelSelector: ID_LABEL }, metadataOnly: true },
      mayFail,
    );
  const all = watched(null, true);
  if (all === 'pending') return null;
  const observed: Observed[] = [];
  for (const { app, manifests } of apps) {
    const { ref, root } = app;
    const own = all === 'unreadable' ? watched(root.namespace ?? cluster.namespace, false) : all;
    if (typeof own === 'string') return null;
    const named = [...own.values()].filter(({ metadata }) => metadata.name === parentName(ref.name));
    const records = named
      .flatMap((parent) => recordOf(parent, ref.name) ?? [])
      .filter((one) => one.root === root.path && (one.repository === null || urls.includes(one.repository)));
    const homes = new Set([root.namespace ?? manifests.map(({ object }) => namespaceOf(object))].flat());
    // the same root may be applied to several namespaces
    const record = records.find(({ namespace }) => homes.has(namespace)) ?? records[0];
    if (record === undefined && guessed) continue;
    observed.push({
      name: ref.name,
      root,
      controlled: null,
      observation: observeRecord(record ?? null),
      objects: [],
      workloads: record === undefined ? null : recordWorkloads(applySetId(record), record, cluster),
    });
  }
  return observed;
}

function observeRecord(record: ApplyRecord | null): Observation {
  const { revision = null, applying = null } = record ?? {};
  return {
    deployed: revision === null ? [] : [revision],
    seen: [],
    tried: applying === null ? [] : [applying],
    health: HEALTHY,
    isFresh: true,
    isClose: false,
    busy: applying !== null,
    retried: null,
    failed: null,
    broken: null,
    idle: null,
    unfed: null,
    packing: null,
    untold: null,
    waitsFor: applying === null ? 'nobody has applied it yet: kubectl gitops apply' : null,
    round: '',
  };
}
