import { getOne } from '../../cluster/live.ts';
import { sameServer } from '../../config/clusters.ts';
import type { Found, Reference, Surroundings } from '../../discover/flux/types.ts';
import { isOneOf } from '../../discover/repository-url.ts';
import type { ControlledApp } from '../../discover/types.ts';
import { markOf } from '../../drift/owners/marks.ts';
import { ClusterError, type Warning } from '../../errors.ts';
import { repositoryUrls } from '../../git/remotes.ts';
import type { Repository } from '../../git/repository.ts';
import { groupOf, isArray, type KubeObject, namespaceOf, objectAt, stringOr } from '../../object.ts';
import type { View } from '../../view.ts';
import type { Asking } from '../deployers/types.ts';
import type { Cluster } from '../types.ts';
import { type ControllerObjects, controllerObjects, hasControllers, projectOf } from './objects.ts';

/** The apps by which the controllers of a cluster deploy this repository. */
export interface Discovered {
  /** Those that go to this cluster. */
  readonly here: readonly ControlledApp[];
  /** Those that its controllers deploy to other ones. */
  readonly elsewhere: readonly ControlledApp[];
  readonly warnings: readonly Warning[];
  readonly objects: ControllerObjects | null;
}

/** The cluster that an Argo CD runs in, as Applications write it. */
const IN_CLUSTER = 'https://kubernetes.default.svc';
export const NOTHING_DISCOVERED: Discovered = { here: [], elsewhere: [], warnings: [], objects: null };

/** One LIST for each kind of the controllers that the cluster serves, and nothing where it serves none. */
export async function discoverApps(
  cluster: Cluster,
  repository: Repository | null,
  view: View,
): Promise<Discovered> {
  if (repository === null || !hasControllers(cluster)) return NOTHING_DISCOVERED;
  const [objects, urls] = await Promise.all([controllerObjects(cluster), repositoryUrls(repository)]);
  const reading = { view, isThis: isOneOf(urls), commit: repository.head };
  const apps = await readApps(objects, { ...reading, find: finder(objects, cluster) });
  return {
    here: apps.filter((app) => isHere(app, cluster)),
    elsewhere: apps.filter((app) => !isHere(app, cluster)),
    warnings: objects.unread.map(({ kind, error }) => ({
      code: 'APPS_UNREADABLE',
      message: `not every ${kind} may be read, so apps may be missing: ${error.message}`,
      hint: error.hint ?? null,
    })),
    objects,
  };
}

/** Whether an app goes to the cluster that its object was found in. */
export function isHere(
  { destination }: Pick<ControlledApp, 'destination'>,
  { context, server }: Pick<Cluster, 'context' | 'server'>,
): boolean {
  return (
    destination === null ||
    destination.name === context ||
    (destination.server !== null && sameServer(destination.server, server))
  );
}

/** What decides, besides the objects of its controllers, what the apps of a repository are. */
export interface Reading extends Surroundings {
  readonly view: View;
  /** The commit that is asked about; null: there is none. */
  readonly commit: string | null;
  /** Does synchronous work over the view until it lacks nothing; undefined: it lacks nothing anyway. */
  readonly settle?: <T>(work: () => T) => Promise<T>;
}

/** The apps of this repository that objects of controllers declare, wherever they go. Asks for nothing but by `find`. */
export async function readApps(
  objects: ControllerObjects,
  reading: Reading,
): Promise<readonly ControlledApp[]> {
  return ours([...(await argoApps(objects, reading)), ...(await fluxApps(objects, reading))]);
}

/** What deploys this repository, and what that declares in turn: a chart from elsewhere with values that are ours. */
function ours(all: readonly Read[]): readonly ControlledApp[] {
  const byId = new Map(all.map((app) => [app.id, app]));
  const found = (app: Read, seen: ReadonlySet<string>): boolean => {
    if (app.isOurs) return true;
    const parent = app.parent === null ? undefined : byId.get(app.parent);
    return parent !== undefined && !seen.has(parent.id) && found(parent, new Set([...seen, parent.id]));
  };
  return all.filter((app) => found(app, new Set([app.id])));
}

/** What an app's own object says, and whether its source is this repository. */
type Read = ControlledApp & { readonly isOurs: boolean };

async function argoApps(
  { applications, projects, settings }: ControllerObjects,
  { isThis, view, commit, settle = async (work) => work() }: Reading,
): Promise<readonly Read[]> {
  if (applications.length === 0) return [];
  const { readApplication } = await import('../../discover/argocd/application.ts');
  const read = (object: KubeObject): Read => {
    const { home } = projectOf(object, { projects });
    const namespace = namespaceOf(object) ?? '';
    const { name } = object.metadata;
    const instance = namespace === home ? name : `${namespace}_${name}`;
    const app = readApplication(object, {
      view,
      isThis,
      settings: settings.get(home) ?? null,
      instance,
      commit,
    });
    return {
      id: `argocd/${instance}`,
      deployer: 'argocd',
      object,
      root: app.root,
      revision: app.revision,
      destination: isInCluster(app.destination) ? null : app.destination,
      parent: markOf(object)?.id ?? null,
      dependsOn: [],
      warnings: app.warnings,
      isOurs: sourceUrls(object).some(isThis),
    };
  };
  return settle(() => applications.map(read));
}

function isInCluster(destination: ControlledApp['destination']): boolean {
  const { server = null, name = null } = destination ?? {};
  return name === 'in-cluster' || (name === null && (server === null || server === IN_CLUSTER));
}

function sourceUrls({ spec }: KubeObject): readonly string[] {
  const { source, sources, sourceHydrator } = objectAt(spec);
  const hydrator = objectAt(sourceHydrator);
  const all = [source, ...(isArray(sources) ? sources : []), hydrator.drySource, hydrator.syncSource];
  return all.flatMap((one) => stringOr(objectAt(one).repoURL, []));
}

async function fluxApps(
  { kustomizations, helmReleases }: ControllerObjects,
  where: Surroundings,
): Promise<readonly Read[]> {
  if (kustomizations.length + helmReleases.length === 0) return [];
  const { readKustomization } = await import('../../discover/flux/kustomization.ts');
  const { readHelmRelease } = await import('../../discover/flux/helm-release.ts');
  const apps = await Promise.all([
    ...kustomizations.map((object) => readKustomization(object, where)),
    ...helmReleases.map((object) => readHelmRelease(object, where)),
  ]);
  return apps.map((app) => ({
    ...app,
    isOurs: app.root.kind !== 'unrendered' && app.root.helm?.chart === undefined,
  }));
}

/** Objects that were listed, and others one by one; of a Secret only what a substitution takes of it is used. */
export function finder(
  objects: ControllerObjects,
  where: Asking,
  known = new Map<string, Promise<Found>>(),
): Surroundings['find'] {
  const listed = new Map(
    [
      ...objects.gitRepositories,
      ...objects.ociRepositories,
      ...objects.helmRepositories,
      ...objects.helmCharts,
      ...objects.buckets,
    ].map((object) => [keyOf({ ...object.metadata, ...nameIn(object) }), object]),
  );
  return (reference) => {
    const key = keyOf(reference);
    const found = listed.get(key);
    if (found !== undefined) return Promise.resolve(found);
    const asked = known.get(key) ?? read(reference, where);
    known.set(key, asked);
    return asked;
  };
}

function nameIn(object: KubeObject): Reference {
  const { apiVersion, kind, metadata } = object;
  return { group: groupOf(apiVersion), kind, namespace: namespaceOf(object) ?? '', name: metadata.name };
}

function keyOf({ group, kind, namespace, name }: Reference): string {
  return `${group}/${kind}/${namespace}/${name}`;
}

async function read(reference: Reference, { http, discovery }: Asking): Promise<Found> {
  const { group, kind, namespace, name } = reference;
  const resource = discovery.resources.find((one) => one.kind === kind && groupOf(one.apiVersion) === group);
  if (resource === undefined) return 'absent';
  try {
    return (await getOne(http, resource, namespace, name)) ?? 'absent';
  } catch (error) {
    if (error instanceof ClusterError) return 'unreadable';
    throw error;
  }
}
