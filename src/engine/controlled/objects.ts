import { getOne, listAll } from '../../cluster/live.ts';
import { ARTIFACT, EXTENSIONS, GENERATOR, SOURCE } from '../../discover/flux/names.ts';
import { ClusterError, type Warning } from '../../errors.ts';
import { mapLimit } from '../../io.ts';
import { groupOf, type KubeObject, namespaceOf, objectAt, textsOf } from '../../object.ts';
import type { Asking } from '../deployers/types.ts';

/** Kinds by which Argo CD and Flux are told what to deploy, and where each is if only its own namespace may be read. */
export const KINDS = {
  applications: ['argoproj.io', 'Application', 'argocd'],
  projects: ['argoproj.io', 'AppProject', 'argocd'],
  applicationSets: ['argoproj.io', 'ApplicationSet', 'argocd'],
  kustomizations: ['kustomize.toolkit.fluxcd.io', 'Kustomization', 'flux-system'],
  helmReleases: ['helm.toolkit.fluxcd.io', 'HelmRelease', 'flux-system'],
  gitRepositories: [SOURCE, 'GitRepository', 'flux-system'],
  ociRepositories: [SOURCE, 'OCIRepository', 'flux-system'],
  helmRepositories: [SOURCE, 'HelmRepository', 'flux-system'],
  helmCharts: [SOURCE, 'HelmChart', 'flux-system'],
  buckets: [SOURCE, 'Bucket', 'flux-system'],
  externalArtifacts: [SOURCE, ARTIFACT, 'flux-system'],
  artifactGenerators: [EXTENSIONS, GENERATOR, 'flux-system'],
} as const satisfies Readonly<Record<string, readonly [group: string, kind: string, home: string]>>;

export type Name = keyof typeof KINDS;
const NAMES: readonly Name[] = [
  'applications',
  'projects',
  'applicationSets',
  'kustomizations',
  'helmReleases',
  'gitRepositories',
  'ociRepositories',
  'helmRepositories',
  'helmCharts',
  'buckets',
];
/** Listed only where an app is deployed from an artifact; who may not list them asks for each by its name. */
export const ARTIFACTS: readonly Name[] = ['externalArtifacts', 'artifactGenerators'];

/** What a cluster is told to deploy, as its controllers' objects say. */
export interface ControllerObjects extends Readonly<Record<Name, readonly KubeObject[]>> {
  /** `data` of argocd-cm, by the namespace that an Argo CD lives in. */
  readonly settings: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Kinds that may not be read, or only in part, and why. */
  readonly unread: readonly { readonly kind: string; readonly error: ClusterError }[];
}

/** Whether a cluster serves anything that this is about: only then is it asked. */
export function hasControllers({ discovery }: Pick<Asking, 'discovery'>): boolean {
  return Object.values(KINDS).some(([group, kind]) => resourceOf(group, kind, { discovery }) !== undefined);
}

/** One LIST for each kind that the cluster serves; where that is forbidden, one of the controller's usual namespace. */
export async function controllerObjects(where: Asking): Promise<ControllerObjects> {
  const unread: { kind: string; error: ClusterError }[] = [];
  const lists = await mapLimit(NAMES, 8, async (name) => {
    const [group, kind, home] = KINDS[name];
    const read = await listKind(group, kind, home, where);
    if (read.error !== null) unread.push({ kind, error: read.error });
    return [name, read.objects] as const;
  });
  const of = new Map(lists);
  const at = (name: Name) => of.get(name) ?? [];
  if ([...at('kustomizations'), ...at('helmReleases')].some(isFromArtifact))
    for (const [name, objects] of await Promise.all(ARTIFACTS.map((one) => listArtifacts(one, where))))
      of.set(name, objects);
  return {
    ...listed(at),
    settings: at('applications').length === 0 ? new Map() : await settingsOf(at('projects'), where),
    unread,
  };
}

async function listArtifacts(name: Name, where: Asking): Promise<readonly [Name, readonly KubeObject[]]> {
  const [group, kind, home] = KINDS[name];
  const { objects } = await listKind(group, kind, home, where);
  return [name, objects];
}

/** Whether a Kustomization or a HelmRelease is deployed from an ExternalArtifact. */
export function isFromArtifact({ spec }: KubeObject): boolean {
  const { sourceRef, chartRef } = objectAt(spec);
  return [sourceRef, chartRef].some((one) => objectAt(one).kind === ARTIFACT);
}

/** The objects that apps are, and what they belong to: who asks for one of them need not ask the cluster again. */
export function knownOf(objects: ControllerObjects | null): Pick<Asking, 'known' | 'settings'> {
  if (objects === null) return {};
  const { applications, projects, kustomizations, helmReleases, settings } = objects;
  return { known: [...applications, ...projects, ...kustomizations, ...helmReleases], settings };
}

/** Every object that was read. */
export function allOf(objects: ControllerObjects): readonly KubeObject[] {
  return [...NAMES, ...ARTIFACTS].flatMap((name) => objects[name]);
}

/** The same cluster with other objects: `change` is given all of a kind, and says what there is of it. */
export function withObjects(
  objects: ControllerObjects,
  change: (list: readonly KubeObject[], group: string, kind: string) => readonly KubeObject[],
): ControllerObjects {
  const at = (name: Name) => change(objects[name], KINDS[name][0], KINDS[name][1]);
  return { ...objects, ...listed(at) };
}

function listed(at: (name: Name) => readonly KubeObject[]) {
  return {
    applications: at('applications'),
    projects: at('projects'),
    applicationSets: at('applicationSets'),
    kustomizations: at('kustomizations'),
    helmReleases: at('helmReleases'),
    gitRepositories: at('gitRepositories'),
    ociRepositories: at('ociRepositories'),
    helmRepositories: at('helmRepositories'),
    helmCharts: at('helmCharts'),
    buckets: at('buckets'),
    externalArtifacts: at('externalArtifacts'),
    artifactGenerators: at('artifactGenerators'),
  };
}

/** What the server serves of a kind of theirs, in the version that it names first. */
export function resourceOf(group: string, kind: string, { discovery }: Pick<Asking, 'discovery'>) {
  return discovery.resources.find((one) => one.kind === kind && groupOf(one.apiVersion) === group);
}

async function listKind(
  group: string,
  kind: string,
  home: string,
  where: Asking,
): Promise<{ readonly objects: readonly KubeObject[]; readonly error: ClusterError | null }> {
  const resource = resourceOf(group, kind, where);
  if (resource === undefined) return { objects: [], error: null };
  try {
    return { objects: await listAll(where.http, resource, null, {}), error: null };
  } catch (error) {
    if (!(error instanceof ClusterError) || error.code !== 'FORBIDDEN') throw error;
    return { objects: await listAll(where.http, resource, home, {}).catch(nothing), error };
  }
}

function nothing(error: unknown): readonly KubeObject[] {
  if (error instanceof ClusterError) return [];
  throw error;
}

/** Argo CD lives where its projects do; what may not be read there configures nothing. */
async function settingsOf(
  projects: readonly KubeObject[],
  { http, discovery }: Asking,
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  const configMaps = discovery.find('v1', 'ConfigMap');
  if (configMaps === undefined) return new Map();
  const homes = new Set(['argocd', ...projects.flatMap((project) => namespaceOf(project) ?? [])]);
  const entries = await mapLimit([...homes], 8, async (home) => {
    try {
      const settings = await getOne(http, configMaps, home, 'argocd-cm');
      return settings === null ? [] : [[home, textsOf(settings.data)] as const];
    } catch (error) {
      if (error instanceof ClusterError) return [];
      throw error;
    }
  });
  return new Map(entries.flat());
}

/** What may be missing because it may not be read. */
export function unreadWarnings(objects: ControllerObjects | null): readonly Warning[] {
  return (objects?.unread ?? []).map(({ kind, error }) => ({
    code: 'APPS_UNREADABLE',
    message: `not every ${kind} may be read, so apps may be missing or be told as git declares them: ${error.message}`,
    hint: error.hint ?? null,
  }));
}
