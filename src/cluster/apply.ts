import { ClusterError, type GitopsError, MovedError } from '../errors.ts';
import {
  describe,
  isArray,
  isObject,
  type Json,
  type KubeObject,
  nameOf,
  namespaceOf,
  objectAt,
  stringOr,
} from '../object.ts';
import type { Resource } from './discovery.ts';
import { type Http, parseJson, type Response } from './http.ts';
import { statusError } from './status-error.ts';
import { urlOf } from './urls.ts';

export const MANAGER = 'kubectl-gitops';

export type Written =
  | { readonly object: KubeObject; readonly created: boolean; readonly warnings: readonly string[] }
  | { readonly error: GitopsError };

/**
 * Server-side apply, for real. `resourceVersion` of the object must be the one that was shown: one that moved since
 * answers MovedError and stays as it is.
 */
export async function apply(
  http: Http,
  resource: Resource,
  object: KubeObject,
  fieldManager = MANAGER,
): Promise<Written> {
  // what was not there when it was shown is created: over what somebody else made meanwhile nothing is forced
  const force = String(object.metadata.resourceVersion !== undefined);
  const query = new URLSearchParams({ fieldManager, force, fieldValidation: 'Strict' });
  const within = resource.namespaced ? namespaceOf(object) : null;
  return write(http, object, {
    method: 'PATCH',
    path: `${urlOf(resource, within, object.metadata.name)}?${query}`,
    contentType: 'application/apply-patch+yaml',
    body: JSON.stringify(object),
  });
}

/** A JSON patch of an object's book-keeping. */
export async function jsonPatch(
  http: Http,
  resource: Resource,
  object: KubeObject,
  patch: readonly Json[],
): Promise<Written> {
  const within = resource.namespaced ? namespaceOf(object) : null;
  return write(http, object, {
    method: 'PATCH',
    path: `${urlOf(resource, within, object.metadata.name)}?fieldManager=${MANAGER}`,
    contentType: 'application/json-patch+json',
    body: JSON.stringify(patch),
  });
}

/** Deletes the very object that was shown. null: done, or it was gone. */
export async function remove(http: Http, resource: Resource, live: KubeObject): Promise<GitopsError | null> {
  const { uid, resourceVersion } = live.metadata;
  const within = resource.namespaced ? namespaceOf(live) : null;
  const request = {
    method: 'DELETE',
    path: urlOf(resource, within, live.metadata.name),
    contentType: 'application/json',
    body: JSON.stringify({
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      propagationPolicy: 'Background',
      preconditions: { uid: uid ?? null, resourceVersion: resourceVersion ?? null },
    }),
  } as const;
  const response = await http(request);
  if (response.status === 404 || response.status < 300) return null;
  return response.status === 409 ? moved(live) : statusError(request, response);
}

async function write(http: Http, object: KubeObject, request: Parameters<Http>[0]): Promise<Written> {
  const response = await http(request);
  if (response.status !== 200 && response.status !== 201) {
    return { error: hasMoved(object, response) ? moved(object) : statusError(request, response) };
  }
  const stored = parseJson(response.body);
  if (!isObject(stored) || !isObject(stored.metadata))
    return { error: new ClusterError('SERVER_ERROR', 'the API server answered an apply with no object') };
  const { apiVersion, kind, metadata } = object;
  return {
    object: { ...stored, apiVersion, kind, metadata: { ...stored.metadata, name: metadata.name } },
    created: response.status === 201,
    warnings: response.warnings,
  };
}

/** 409 without a conflict of managers, and 422 of a JSON patch whose test failed: another version than the one shown. */
function hasMoved({ metadata }: KubeObject, { status, body }: Response): boolean {
  if (status === 422)
    return /the server rejected our request|test operation|testing value/i.test(body.toString('utf8'));
  if (status !== 409) return false;
  if (metadata.resourceVersion === undefined) return true;
  const { causes } = objectAt(parseJson(body), 'details');
  return (
    !isArray(causes) ||
    causes.every((cause) => stringOr(objectAt(cause).reason, '') !== 'FieldManagerConflict')
  );
}

function moved(object: KubeObject): MovedError {
  return new MovedError(
    'CLUSTER_MOVED',
    `${describe(nameOf(object))} changed since it was shown: it is as it was`,
    {
      hint: 'run it again to see what it is now',
    },
  );
}
