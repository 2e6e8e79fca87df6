import { getOne } from '../../cluster/live.ts';
import type { OwnApp } from '../../discover/argocd/app.ts';
import type { Found, Reference, Surroundings, Unborn } from '../../discover/flux/types.ts';
import { ClusterError } from '../../errors.ts';
import { mapLimit } from '../../io.ts';
import { groupOf, type KubeObject, namespaceOf } from '../../object.ts';
import type { View } from '../../view.ts';
import { openMarks } from '../deployers/marks.ts';
import type { Asking } from '../deployers/types.ts';
import type { Place } from './destinations.ts';
import { type ControllerObjects, knownOf } from './objects.ts';
import { withRegistered } from './registered.ts';

export interface OwnTree {
  readonly isThis: (url: string) => boolean;
  readonly view: View;
  /** What is checked out. */
  readonly commit: string | null;
  /** Does synchronous work over the view until it lacks nothing; undefined: it lacks nothing anyway. */
  readonly settle?: <T>(work: () => T) => Promise<T>;
}

/** Every app of a cluster's controllers, of this repository or not. Asks for nothing but what they refer to: `asked`. */
export async function liveApps(
  objects: ControllerObjects,
  tree: OwnTree,
  where: Asking & Place,
  asked?: Map<string, Promise<Found>>,
): Promise<readonly OwnApp[]> {
  const [argo, flux] = await Promise.all([
    argoApps(objects, tree, where).then((apps) => withRegistered(apps, objects, where)),
    fluxApps(objects, tree, finder(objects, where, asked)),
  ]);
  return [...argo, ...flux];
}

async function argoApps(
  objects: ControllerObjects,
  { settle = async (work) => work(), ...tree }: OwnTree,
  where: Asking,
): Promise<readonly OwnApp[]> {
  const { applications, projects, settings } = objects;
  if (applications.length === 0) return [];
  const { argoApp } = await import('../../discover/argocd/app.ts');
  const surroundings = { ...tree, projects, settingsOf: (home: string) => settings.get(home) ?? null };
  const marks = openMarks({ ...where, ...knownOf(objects) });
  const marked = await mapLimit(
    applications,
    16,
    async (object) => [object, await marks.of(object)] as const,
  );
  return settle(() => marked.map(([object, mark]) => argoApp(object, mark?.id ?? null, surroundings)));
}

async function fluxApps(
  objects: ControllerObjects,
  { isThis }: OwnTree,
  find: Surroundings['find'],
): Promise<readonly OwnApp[]> {
  const all = [...objects.kustomizations, ...objects.helmReleases];
  if (all.length === 0) return [];
  const { fluxApp } = await import('../../discover/flux/app.ts');
  const { isGeneratorOf } = await import('../../discover/flux/artifact.ts');
  const unborn: Unborn = {
    // one that was just told to make an artifact will
    generatorOf: async (artifact) => {
      const maker = objects.artifactGenerators.find((one) => isGeneratorOf(artifact, one));
      return maker !== undefined && (await find(artifact)) === 'absent' ? maker : 'absent';
    },
    sourceOf: () => null,
  };
  return Promise.all(all.map((object) => fluxApp(object, { isThis, find, unborn })));
}

/** Objects that were listed, and others one by one; of a Secret only what a substitution takes of it is used. */
export function finder(
  objects: ControllerObjects | null,
  where: Asking,
  known = new Map<string, Promise<Found>>(),
): Surroundings['find'] {
  const sources =
    objects === null
      ? []
      : [
          ...objects.gitRepositories,
          ...objects.ociRepositories,
          ...objects.helmRepositories,
          ...objects.helmCharts,
          ...objects.buckets,
          ...objects.externalArtifacts,
          ...objects.artifactGenerators,
        ];
  const listed = new Map(sources.map((object) => [keyOf(referenceOf(object)), object]));
  return (reference) => {
    const key = keyOf(reference);
    const found = listed.get(key);
    if (found !== undefined) return Promise.resolve(found);
    const asked = known.get(key) ?? read(reference, where);
    known.set(key, asked);
    return asked;
  };
}

function referenceOf(object: KubeObject): Reference {
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
