import type { Discovery, Resource } from '../../cluster/discovery.ts';
import type { Http } from '../../cluster/http.ts';
import { getOne, listAll } from '../../cluster/live.ts';
import { ClusterError } from '../../errors.ts';
import { mapLimit } from '../../io.ts';
import { groupOf, isArray, isObject, type KubeObject, namespaceOf, stringOr } from '../../object.ts';
import { resourcesNamed } from '../filter.ts';
import type { Asked } from './asked.ts';

/** An object that a command is about, as far as the cluster knows it. */
export interface Found {
  readonly resource: Resource;
  readonly namespace: string | null;
  readonly name: string;
  /** null: it does not exist, or we may not read it. */
  readonly live: KubeObject | null;
  /** What the command brings; null: it changes what is there. */
  readonly brought: KubeObject | null;
}

export interface Where {
  readonly http: Http;
  readonly discovery: Discovery;
  /** Of objects that name none. */
  readonly namespace: string;
}

const ATONCE = 16;
const HIGHEST = 8;

/** Reads every object that a command line names, one request each; of a kind with a selector one LIST. */
export async function findObjects(asked: Asked, where: Where): Promise<readonly Found[]> {
  const named = await mapLimit(asked.targets, ATONCE, (target) => findTarget(target, asked, where));
  const brought = await mapLimit(asked.manifests, ATONCE, (manifest) => findManifest(manifest, asked, where));
  return [...named.flat(), ...brought.flat()];
}

async function findTarget(
  { resource: word, name }: Asked['targets'][number],
  asked: Asked,
  { http, discovery, namespace }: Where,
): Promise<readonly Found[]> {
  // kubectl itself says what is wrong with a kind that nobody serves
  const [resource] = resourcesNamed(word, discovery);
  if (resource === undefined) return [];
  const within = resource.namespaced ? (asked.namespace ?? namespace) : null;
  if (name !== null)
    return [
      { resource, namespace: within, name, live: await read(http, resource, within, name), brought: null },
    ];
  const objects = await listAll(http, resource, asked.allNamespaces ? null : within, asked.selectors);
  return objects.map((live) => ({
    resource,
    namespace: namespaceOf(live),
    name: live.metadata.name,
    live,
    brought: null,
  }));
}

async function findManifest(
  manifest: KubeObject,
  asked: Asked,
  { http, discovery, namespace }: Where,
): Promise<readonly Found[]> {
  const resource = discovery.find(manifest.apiVersion, manifest.kind);
  if (resource === undefined) return [];
  const within = resource.namespaced ? (namespaceOf(manifest) ?? asked.namespace ?? namespace) : null;
  const { name } = manifest.metadata;
  const live = await read(http, resource, within, name);
  return [{ resource, namespace: within, name, live, brought: asked.brings ? manifest : null }];
}

/** What may not be read cannot be judged by its marks; what git declares of it still can. */
async function read(
  http: Http,
  resource: Resource,
  namespace: string | null,
  name: string,
): Promise<KubeObject | null> {
  try {
    return await getOne(http, resource, namespace, name);
  } catch (error) {
    if (error instanceof ClusterError && error.code === 'FORBIDDEN') return null;
    throw error;
  }
}

/** The owners of an object, the nearest first, up to the one that nobody owns. */
export async function ownersOf(live: KubeObject, { http, discovery }: Where): Promise<readonly KubeObject[]> {
  const chain: KubeObject[] = [];
  let at: KubeObject | null = live;
  while (at !== null && chain.length < HIGHEST) {
    const reference = controllerOf(at);
    if (reference === null) break;
    const { apiVersion, kind, name } = reference;
    const resource =
      discovery.find(apiVersion, kind) ??
      discovery.resources.find((one) => one.kind === kind && groupOf(one.apiVersion) === groupOf(apiVersion));
    if (resource === undefined) break;
    at = await read(http, resource, resource.namespaced ? namespaceOf(at) : null, name);
    if (at !== null) chain.push(at);
  }
  return chain;
}

interface Reference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/** The owner that manages it, else the first that owns it. */
export function controllerOf({ metadata }: KubeObject): Reference | null {
  const all = isArray(metadata.ownerReferences) ? metadata.ownerReferences.filter(isObject) : [];
  const one = all.find(({ controller }) => controller === true) ?? all[0];
  if (one === undefined) return null;
  return {
    apiVersion: stringOr(one.apiVersion, ''),
    kind: stringOr(one.kind, ''),
    name: stringOr(one.name, ''),
  };
}
