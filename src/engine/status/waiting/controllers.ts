import { ARTIFACT, GENERATOR } from '../../../discover/flux/names.ts';
import { itemsAt } from '../../../health/status.ts';
import { groupOf, type Json, type KubeObject, namespaceOf, objectAt, stringOr } from '../../../object.ts';
import {
  ARTIFACTS,
  type ControllerObjects,
  isFromArtifact,
  KINDS,
  type Name,
  resourceOf,
} from '../../controlled/objects.ts';
import type { Surroundings } from '../../../status/waiting/flux.ts';
import type { Cluster } from '../../types.ts';
import type { Watches } from './watches.ts';

const SOURCES: readonly Name[] = [
  'gitRepositories',
  'ociRepositories',
  'helmCharts',
  'buckets',
  ...ARTIFACTS,
];
/** What an app's way to a commit is told by; projects and the like do not change meanwhile. */
const WATCHED: readonly Name[] = ['applications', 'kustomizations', 'helmReleases', ...SOURCES];

/** The objects of a cluster's controllers as they are now: watched from the first time that this is called. */
export function controllersNow(
  first: ControllerObjects,
  cluster: Cluster,
  watches: Watches,
): ControllerObjects {
  const hasFlux = first.kustomizations.length + first.helmReleases.length > 0;
  const now: Record<Name, readonly KubeObject[]> = { ...first };
  for (const name of WATCHED) {
    if (SOURCES.includes(name) && !hasFlux) continue;
    // listed again after the apps, which may be deployed from one only now
    if (ARTIFACTS.includes(name) && ![...now.kustomizations, ...now.helmReleases].some(isFromArtifact))
      continue;
    const [group, kind, home] = KINDS[name];
    const resource = resourceOf(group, kind, cluster);
    if (resource === undefined || (name !== 'applications' && first[name].length === 0 && !hasFlux)) continue;
    const namespace = first.unread.some((one) => one.kind === kind) ? home : null;
    const objects = watches.of({ resource, namespace, selectors: {} }, first[name].length === 0);
    if (typeof objects !== 'string') now[name] = [...objects.values()];
  }
  return { ...first, ...now };
}

/** Differs when something is to be read anew: what apps are, not how they are. */
export function shapeOf(objects: ControllerObjects): string {
  const watched = WATCHED.flatMap((name) => objects[name]);
  return watched
    .map(({ metadata: { uid, generation } }) => `${stringOr(uid, '')}:${String(generation ?? '')}`)
    .sort()
    .join(' ');
}

/** The object itself as it is now; null: it is gone. */
export function objectNow(object: KubeObject, objects: ControllerObjects): KubeObject | null {
  const lists = [objects.applications, objects.kustomizations, objects.helmReleases];
  return lists.flat().find((one) => isSame(one, object)) ?? null;
}

function isSame(one: KubeObject, other: KubeObject): boolean {
  return (
    one.kind === other.kind &&
    one.metadata.name === other.metadata.name &&
    namespaceOf(one) === namespaceOf(other) &&
    groupOf(one.apiVersion) === groupOf(other.apiVersion)
  );
}

/** What is around a Kustomization or a HelmRelease on the way from git to it; null: not to be had. */
export function fluxSurroundings(app: KubeObject, objects: ControllerObjects): Surroundings {
  const { source, chart } = sourceOf(app, objects);
  const generator = source?.kind === ARTIFACT ? generatorOf(source, objects) : null;
  const home = generator === null ? '' : (namespaceOf(generator) ?? '');
  const made = itemsAt(generator?.spec, 'sources').flatMap((one) => referenced(one, home, objects) ?? []);
  return { source, chart, generator, origins: [...new Set(made)] };
}

/** The source of an app, and the chart that a HelmRelease is made of. */
function sourceOf(app: KubeObject, objects: ControllerObjects): Pick<Surroundings, 'source' | 'chart'> {
  const home = namespaceOf(app) ?? '';
  if (app.kind === 'Kustomization')
    return { source: referenced(objectAt(app.spec).sourceRef, home, objects), chart: null };
  const [namespace, name] = stringOr(objectAt(app.status).helmChart, '').split('/');
  const { chartRef } = objectAt(app.spec);
  const chart =
    chartRef === undefined
      ? (objects.helmCharts.find((one) => namespaceOf(one) === namespace && one.metadata.name === name) ??
        null)
      : referenced(chartRef, home, objects);
  if (chart === null || chart.kind !== 'HelmChart') return { source: chart, chart: null };
  return { source: referenced(objectAt(chart.spec).sourceRef, namespaceOf(chart) ?? '', objects), chart };
}

/** The ArtifactGenerator that an artifact says it was made by. */
function generatorOf(artifact: KubeObject, { artifactGenerators }: ControllerObjects): KubeObject | null {
  const { kind, name, namespace } = objectAt(artifact.spec, 'sourceRef');
  const home = stringOr(namespace, namespaceOf(artifact) ?? '');
  const isIts = (one: KubeObject) => one.metadata.name === name && namespaceOf(one) === home;
  return kind === GENERATOR ? (artifactGenerators.find(isIts) ?? null) : null;
}

function referenced(
  reference: Json | undefined,
  home: string,
  objects: ControllerObjects,
): KubeObject | null {
  const { kind, name, namespace } = objectAt(reference);
  const within = stringOr(namespace, home);
  return (
    [...SOURCES.flatMap((one) => objects[one]), ...objects.helmRepositories].find(
      (one) => one.kind === kind && one.metadata.name === name && namespaceOf(one) === within,
    ) ?? null
  );
}
