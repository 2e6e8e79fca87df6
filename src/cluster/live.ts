import { ClusterError, type GitopsError } from '../errors.ts';
import { mapLimit } from '../io.ts';
import { isArray, isObject, type Json, type KubeObject, objectAt, stringOr } from '../object.ts';
import type { Resource } from './discovery.ts';
import { type Http, parseJson } from './http.ts';
import { statusError } from './status-error.ts';
import { urlOf } from './urls.ts';

const PAGE = 500;
/** Lists cost the server many seats each. */
const LISTS = 4;
/** After a page, the rest is read one by one if it holds more than this many times what is still wanted. */
const WASTE = 8;
/** Kinds of few but huge objects. */
const BIG = new Set(['customresourcedefinitions']);

/** What is wanted of one resource in one namespace. */
export interface Wanted {
  readonly resource: Resource;
  readonly namespace: string | null;
  readonly names: ReadonlySet<string>;
}

export interface LiveReader {
  /** Objects of a page, complete with managedFields; the caller keeps what it needs and lets go of the rest. */
  readonly page: (wanted: Wanted, objects: readonly KubeObject[]) => Promise<void>;
  /** What could not be read: nothing of `names` was handed over or will be. */
  readonly failed: (wanted: Wanted, names: readonly string[], error: GitopsError) => void;
}

/**
 * One LIST per resource and namespace, in pages, a few at a time; a GET for each object where a LIST is forbidden
 * or reads far more than is wanted.
 */
export async function readLive(http: Http, wanted: readonly Wanted[], reader: LiveReader): Promise<void> {
  await mapLimit(wanted, LISTS, (one) =>
    isListed(one) ? list(http, one, reader) : getEach(http, one, [...one.names], reader),
  );
}

/** The paths that `readLive` will ask for first. */
export function firstPages(wanted: readonly Wanted[]): readonly string[] {
  return wanted.filter(isListed).map((one) => pathOfPage(one, ''));
}

function isListed({ resource, names }: Wanted): boolean {
  return !BIG.has(resource.plural) || names.size > 50;
}

function pathOfPage({ resource, namespace }: Wanted, token: string): string {
  const query = `?limit=${PAGE}${token === '' ? '' : `&continue=${encodeURIComponent(token)}`}`;
  return urlOf(resource, namespace) + query;
}

async function list(http: Http, wanted: Wanted, reader: LiveReader): Promise<void> {
  const { resource } = wanted;
  const missing = new Set(wanted.names);
  const pageAt = (token: string) => {
    const request = { method: 'GET', path: pathOfPage(wanted, token) } as const;
    const response = http(request);
    // it may fail while the page before is compared
    response.catch(() => undefined);
    return { request, response };
  };
  for (let page = pageAt(''); ; ) {
    const response = await page.response;
    // 410: the list changed too much while it was read page by page
    if (response.status === 403 || response.status === 410)
      return getEach(http, wanted, [...missing], reader);
    if (response.status !== 200)
      return reader.failed(wanted, [...missing], statusError(page.request, response));
    const body = parseJson(response.body);
    const items = objectsOf(body, resource);
    for (const item of items) missing.delete(item.metadata.name);
    const { continue: token, remainingItemCount } = objectAt(body, 'metadata');
    const more = stringOr(token, '');
    const wasteful = typeof remainingItemCount === 'number' && remainingItemCount > missing.size * WASTE;
    // the server works on the next page while this one is compared
    if (more !== '' && !wasteful) page = pageAt(more);
    await reader.page(wanted, items);
    if (more === '') return;
    if (wasteful) return getEach(http, wanted, [...missing], reader);
  }
}

async function getEach(
  http: Http,
  wanted: Wanted,
  names: readonly string[],
  reader: LiveReader,
): Promise<void> {
  await Promise.all(
    names.map(async (name) => {
      const request = { method: 'GET', path: urlOf(wanted.resource, wanted.namespace, name) } as const;
      const response = await http(request);
      if (response.status === 404) return;
      if (response.status !== 200) return reader.failed(wanted, [name], statusError(request, response));
      await reader.page(wanted, objectsOf({ items: [parseJson(response.body)] }, wanted.resource));
    }),
  );
}

/** One object; null: there is none. Throws ClusterError. */
export async function getOne(
  http: Http,
  resource: Resource,
  namespace: string | null,
  name: string,
): Promise<KubeObject | null> {
  const request = { method: 'GET', path: urlOf(resource, namespace, name) } as const;
  const response = await http(request);
  if (response.status === 404) return null;
  if (response.status !== 200) throw statusError(request, response);
  return objectsOf({ items: [parseJson(response.body)] }, resource)[0] ?? null;
}

/** Every object that the selectors match, page by page. Throws ClusterError. */
export async function listAll(
  http: Http,
  resource: Resource,
  namespace: string | null,
  selectors: Readonly<Record<string, string>>,
): Promise<readonly KubeObject[]> {
  return (await listVersioned(http, resource, namespace, selectors)).objects;
}

/** `listAll`, with the version of the list, from which a watch goes on; `accept`: another form of the objects. */
export async function listVersioned(
  http: Http,
  resource: Resource,
  namespace: string | null,
  selectors: Readonly<Record<string, string>>,
  accept?: string,
): Promise<{ readonly objects: readonly KubeObject[]; readonly resourceVersion: string }> {
  const all: KubeObject[] = [];
  for (let token = ''; ; ) {
    const query = new URLSearchParams({
      ...selectors,
      limit: String(PAGE),
      ...(token === '' ? {} : { continue: token }),
    });
    const path = `${urlOf(resource, namespace)}?${query}`;
    const request = { method: 'GET', path, ...(accept === undefined ? {} : { accept }) } as const;
    const response = await http(request);
    if (response.status !== 200) throw statusError(request, response);
    const body = parseJson(response.body);
    all.push(...objectsOf(body, resource));
    const { continue: more, resourceVersion } = objectAt(body, 'metadata');
    token = stringOr(more, '');
    if (token === '') return { objects: all, resourceVersion: stringOr(resourceVersion, '') };
  }
}

/** Items of a list carry neither apiVersion nor kind. */
export function objectsOf(body: Json, { apiVersion, kind }: Resource): readonly KubeObject[] {
  const { items } = objectAt(body);
  // how an empty list of metadata alone is written
  if (items === null) return [];
  if (!isArray(items)) throw new ClusterError('SERVER_ERROR', `the API server sent no list of ${kind}`);
  return items.flatMap((item) => {
    if (!isObject(item) || !isObject(item.metadata) || typeof item.metadata.name !== 'string') return [];
    return [{ ...item, apiVersion, kind, metadata: { ...item.metadata, name: item.metadata.name } }];
  });
}
