import { getOne } from '../../cluster/live.ts';
import { sameServer } from '../../config/clusters.ts';
import type { Found, Reference, Surroundings } from '../../discover/flux/types.ts';
import { isOneOf } from '../../discover/repository-url.ts';
import type { ControlledApp } from '../../discover/types.ts';
import { ClusterError, type Warning } from '../../errors.ts';
import { repositoryUrls } from '../../git/remotes.ts';
import type { Repository } from '../../git/repository.ts';
import { mapLimit } from '../../io.ts';
import { groupOf, isArray, type KubeObject, namespaceOf, objectAt, stringOr } from '../../object.ts';
import type { View } from '../../view.ts';
import { openMarks } from '../deployers/marks.ts';
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
  const isThis = isOneOf(urls);
  const apps = ours([
    ...(await argoApps(objects, { isThis, view, repository, asking: cluster })),
    ...(await fluxApps(objects, { isThis, find: finder(objects, cluster) })),
  ]);
  const isHere = ({ destination }: ControlledApp) =>
    destination === null ||
    destination.name === cluster.context ||
    (destination.server !== null && sameServer(destination.server, cluster.server));
  return {
    here: apps.filter(isHere),
    elsewhere: apps.filter((app) => !isHere(app)),
    warnings: objects.unread.map(({ kind, error }) => ({
      code: 'APPS_UNREADABLE',
      message: `not every ${kind} may be read, so apps may be missing: ${error.message}`,
      hint: error.hint ?? null,
    })),
    objects,
  };
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
  {
    isThis,
    view,
    repository,
    asking,
  }: { isThis: (url: string) => boolean; view: View; repository: Repository; asking: Asking },
): Promise<readonly Read[]> {
  if (applications.length === 0) return [];
  const { readApplication } = await import('../../discover/argocd/application.ts');
  const marks = openMarks({ ...asking, known: applications, settings });
  return mapLimit(applications, 16, async (object) => {
    const { home } = projectOf(object, { projects });
    const namespace = namespaceOf(object) ?? '';
    const { name } = object.metadata;
    const instance = namespace === home ? name : `${namespace}_${name}`;
    const read = readApplication(object, {
      view,
      isThis,
      settings: settings.get(home) ?? null,
      instance,
      commit: repository.head,
    });
    return {
      id: `argocd/${instance}`,
      deployer: 'argocd',
      object,
      root: read.root,
      revision: read.revision,
      destination: isInCluster(read.destination) ? null : read.destination,
      parent: (await marks.of(object))?.id ?? null,
      dependsOn: [],
      warnings: read.warnings,
      isOurs: sourceUrls(object).some(isThis),
    };
  });
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
function finder(objects: ControllerObjects, where: Asking): Surroundings['find'] {
  const listed = new Map(
    [
      ...objects.gitRepositories,
      ...objects.ociRepositories,
      ...objects.helmRepositories,
      ...objects.helmCharts,
      ...objects.buckets,
    ].map((object) => [keyOf({ ...object.metadata, ...nameIn(object) }), object]),
  );
  const known = new Map<string, Promise<Found>>();
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
