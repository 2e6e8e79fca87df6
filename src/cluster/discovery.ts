import { isArray, isObject, type Json, objectAt, stringOr } from '../object.ts';
import type { Store } from '../store.ts';
import { type Http, parseJson, type Response } from './http.ts';
import { statusError } from './status-error.ts';

/** One kind that the server serves. */
export interface Resource {
  /** `apps/v1`, `v1`. */
  readonly apiVersion: string;
  readonly kind: string;
  /** `deployments`, as URLs name it. */
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

export interface Discovery {
  readonly resources: readonly Resource[];
  readonly find: (apiVersion: string, kind: string) => Resource | undefined;
}

const AGGREGATED =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList';

/**
 * Everything the server serves, in two requests; unchanged answers come back as 304 and are taken from the store.
 */
export async function discover(http: Http, store: Store, key: string): Promise<Discovery> {
  const [core, groups] = await Promise.all([
    fetchOne(http, store, `${key}-api`, '/api'),
    fetchOne(http, store, `${key}-apis`, '/apis'),
  ]);
  return discoveryOf([...core, ...groups]);
}

/** What the server served when it was last asked; null: never, or not kept. */
export function keptDiscovery(store: Store, key: string): Discovery | null {
  const [core, groups] = [store.read(`${key}-api`), store.read(`${key}-apis`)].map(
    (kept) => objectAt(kept).resources,
  );
  return isArray(core) && isArray(groups) ? discoveryOf([...core, ...groups].flatMap(resourceOf)) : null;
}

export function discoveryOf(resources: readonly Resource[]): Discovery {
  const byKind = new Map(resources.map((resource) => [`${resource.apiVersion} ${resource.kind}`, resource]));
  return { resources, find: (apiVersion, kind) => byKind.get(`${apiVersion} ${kind}`) };
}

async function fetchOne(http: Http, store: Store, key: string, path: string): Promise<readonly Resource[]> {
  const kept = objectAt(store.read(key));
  const etag = stringOr(kept.etag, '');
  const request = {
    method: 'GET',
    path,
    accept: AGGREGATED,
    ...(etag === '' ? {} : { ifNoneMatch: etag }),
  } as const;
  const response = await http(request);
  if (response.status === 304 && isArray(kept.resources)) return kept.resources.flatMap(resourceOf);
  if (response.status !== 200) throw statusError(request, response);
  const resources = parse(response);
  if (response.etag !== null)
    store.write(key, { etag: response.etag, resources: resources.map((one) => ({ ...one })) });
  return resources;
}

function parse(response: Response): readonly Resource[] {
  const items = objectAt(parseJson(response.body)).items;
  if (!isArray(items)) return [];
  return items.flatMap((group) => {
    const name = stringOr(objectAt(group, 'metadata').name, '');
    const versions = objectAt(group).versions;
    return isArray(versions) ? versions.flatMap((version) => ofVersion(name, version)) : [];
  });
}

function ofVersion(group: string, version: Json): readonly Resource[] {
  const { version: name, resources } = objectAt(version);
  if (typeof name !== 'string' || !isArray(resources)) return [];
  return resources.flatMap((raw) => {
    if (!isObject(raw)) return [];
    const { responseKind, resource, scope, singularResource, shortNames, verbs } = raw;
    // a resource may answer with a kind of another group: then that one counts
    const kindGroup = stringOr(objectAt(responseKind).group, '') || group;
    const kindVersion = stringOr(objectAt(responseKind).version, '') || name;
    if (kindGroup !== group || kindVersion !== name) return [];
    return resourceOf({
      apiVersion: group === '' ? name : `${group}/${name}`,
      kind: objectAt(responseKind).kind ?? null,
      plural: resource ?? null,
      singular: singularResource ?? '',
      shortNames: shortNames ?? [],
      namespaced: scope === 'Namespaced',
      verbs: verbs ?? [],
    });
  });
}

function resourceOf(raw: Json): readonly Resource[] {
  const { apiVersion, kind, plural, singular, shortNames, namespaced, verbs } = objectAt(raw);
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof plural !== 'string') return [];
  return [
    {
      apiVersion,
      kind,
      plural,
      singular: stringOr(singular, ''),
      shortNames: strings(shortNames),
      namespaced: namespaced === true,
      verbs: strings(verbs),
    },
  ];
}

function strings(value: Json | undefined): readonly string[] {
  return isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
