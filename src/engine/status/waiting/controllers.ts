import { groupOf, type Json, type KubeObject, namespaceOf, objectAt, stringOr } from '../../../object.ts';
import { type ControllerObjects, KINDS, type Name, resourceOf } from '../../controlled/objects.ts';
import type { Cluster } from '../../types.ts';
import type { Watches } from './watches.ts';

/** What an app's way to a commit is told by; projects and the like do not change meanwhile. */
const WATCHED: readonly Name[] = [
  'applications',
  'kustomizations',
  'helmReleases',
  'gitRepositories',
  'ociRepositories',
  'helmCharts',
  'buckets',
];
const SOURCES: readonly Name[] = ['gitRepositories', 'ociRepositories', 'helmCharts', 'buckets'];

/** The objects of a cluster's controllers as they are now: watched from the first time that this is called. */
export function controllersNow(
  first: ControllerObjects,
  cluster: Cluster,
  watches: Watches,
): ControllerObjects {
  const hasFlux = first.kustomizations.length + first.helmReleases.length > 0;
  const isFlux = (name: Name) => name !== 'applications';
  const lists = WATCHED.flatMap((name): readonly (readonly [Name, readonly KubeObject[]])[] => {
    if (SOURCES.includes(name) && !hasFlux) return [];
    const [group, kind, home] = KINDS[name];
    const resource = resourceOf(group, kind, cluster);
    if (resource === undefined || (isFlux(name) && first[name].length === 0 && !hasFlux)) return [];
    const namespace = first.unread.some((one) => one.kind === kind) ? home : null;
    const objects = watches.of({ resource, namespace, selectors: {} }, first[name].length === 0);
    return typeof objects === 'string' ? [] : [[name, [...objects.values()]]];
  });
  return { ...first, ...Object.fromEntries(lists) };
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

/** The source of a Kustomization or a HelmRelease, and the chart that the latter is made of; null: not to be had. */
export function fluxSurroundings(
  app: KubeObject,
  objects: ControllerObjects,
): { readonly source: KubeObject | null; readonly chart: KubeObject | null } {
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
