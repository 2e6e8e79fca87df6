import { ClusterError, type GitopsError } from '../errors.ts';
import { type KubeObject, objectAt, stringOr } from '../object.ts';
import type { Resource } from './discovery.ts';
import { type Http, parseJson } from './http.ts';
import { objectsOf } from './live.ts';
import { statusError } from './status-error.ts';
import { urlOf } from './urls.ts';

const PAGE = 500;
/** The server leaves out everything but metadata: no value of a Secret's data ever comes here. */
const METADATA_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/**
 * The metadata of every object of a kind in a namespace, page by page; a page may bring some again. Returns why not all
 * could be had; null: they were, or the kind is not served any more.
 */
export async function eachMetadata(
  http: Http,
  resource: Resource,
  namespace: string,
  page: (objects: readonly KubeObject[]) => Promise<void>,
): Promise<GitopsError | null> {
  let limit = `limit=${PAGE}`;
  for (let token = ''; ; ) {
    const query = [limit, ...(token === '' ? [] : [`continue=${encodeURIComponent(token)}`])].join('&');
    const path = `${urlOf(resource, namespace)}?${query}`;
    const request = { method: 'GET', path, accept: METADATA_ONLY } as const;
    const response = await http(request);
    if (response.status === 404 || response.status === 405) return null;
    if (response.status === 410 && token !== '') {
      // the list changed too much while it was read page by page: once more, in one piece
      limit = 'limit=0';
      token = '';
      continue;
    }
    if (response.status !== 200) return statusError(request, response);
    const body = parseJson(response.body);
    const { kind, items } = objectAt(body);
    if (kind !== 'PartialObjectMetadataList')
      return new ClusterError(
        'SERVER_ERROR',
        `the API server sent more of ${resource.kind} than its metadata`,
      );
    // Go writes an empty list as null
    if (items !== null) await page(objectsOf(body, resource));
    token = stringOr(objectAt(body, 'metadata').continue, '');
    if (token === '') return null;
  }
}
