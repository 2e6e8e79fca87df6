import { randomBytes } from 'node:crypto';
import { type GitopsError, ManifestError } from '../errors.ts';
import { isArray, isObject, type Json, type JsonObject, type KubeObject, namespaceOf } from '../object.ts';
import type { Resource } from './discovery.ts';
import { type Http, parseJson, type Response } from './http.ts';
import { statusError, statusOf } from './status-error.ts';
import { urlOf } from './urls.ts';

/** What the server would store, or why it would not. */
export type Answer =
  | { readonly object: KubeObject; readonly created: boolean; readonly warnings: readonly string[] }
  | { readonly error: GitopsError };

/**
 * A server-side dry-run apply: the only place that asks the server what it would store, and nothing is ever stored.
 * `force`: as deployers do, over whoever owns a field.
 */
export async function dryRunApply(
  http: Http,
  resource: Resource,
  object: KubeObject,
  manager: string,
): Promise<Answer> {
  const query = new URLSearchParams({
    fieldManager: manager,
    force: 'true',
    dryRun: 'All',
    fieldValidation: 'Strict',
  });
  const path = `${urlOf(resource, resource.namespaced ? namespaceOf(object) : null, object.metadata.name)}?${query}`;
  const request = {
    method: 'PATCH',
    path,
    contentType: 'application/apply-patch+yaml',
    body: JSON.stringify(object),
  } as const;
  const response = await http(request);
  return answerOf(object, response, () => statusError(request, response));
}

/**
 * A server-side dry-run of a creation, for what its deployer makes anew each time. That another object has the name, and
 * has not made room yet, says nothing against it.
 */
export async function dryRunCreate(
  http: Http,
  resource: Resource,
  object: KubeObject,
  manager: string,
): Promise<Answer> {
  const query = new URLSearchParams({ fieldManager: manager, dryRun: 'All', fieldValidation: 'Strict' });
  const request = {
    method: 'POST',
    path: `${urlOf(resource, resource.namespaced ? namespaceOf(object) : null)}?${query}`,
    contentType: 'application/json',
    body: JSON.stringify(newborn(object, object.metadata.name)),
  } as const;
  const response = await http(request);
  // everything else has been checked before
  if (response.status === 409 && statusOf(response).reason === 'AlreadyExists')
    return { object, created: false, warnings: response.warnings };
  return answerOf(object, response, () => statusError(request, response));
}

function answerOf(object: KubeObject, response: Response, failure: () => GitopsError): Answer {
  if (response.status !== 200 && response.status !== 201) return { error: failure() };
  const stored = parseJson(response.body);
  if (!isObject(stored) || !isObject(stored.metadata)) {
    return {
      error: new ManifestError('SERVER_REJECTED', 'the API server answered a dry-run with no object'),
    };
  }
  const { apiVersion, kind, metadata } = object;
  return {
    object: { ...stored, apiVersion, kind, metadata: { ...stored.metadata, name: metadata.name } },
    created: response.status === 201,
    warnings: response.warnings,
  };
}

/** Fields of which every object of a kind needs its own: a newborn would be refused for them. */
const UNIQUE: Readonly<Record<string, readonly string[]>> = {
  Service: ['clusterIP', 'clusterIPs', 'healthCheckNodePort', 'loadBalancerIP'],
};
const CHILDHOOD = new Set(['ownerReferences', 'finalizers']);

/**
 * Lets the server give birth to desired under a throwaway name, in a dry-run: desired with every default and every
 * mutation of admission, and nothing of what happened to the live object since.
 */
export async function birth(
  http: Http,
  resource: Resource,
  object: KubeObject,
  manager: string,
): Promise<Answer> {
  const name = `gitops-birth-${randomBytes(6).toString('hex')}`;
  return dryRunApply(http, resource, newborn(object, name), manager);
}

function newborn(object: KubeObject, name: string): KubeObject {
  const metadata = Object.fromEntries(Object.entries(object.metadata).filter(([key]) => !CHILDHOOD.has(key)));
  const spec = isObject(object.spec) ? withoutUnique(object.kind, object.spec) : undefined;
  return { ...object, ...(spec === undefined ? {} : { spec }), metadata: { ...metadata, name } };
}

function withoutUnique(kind: string, spec: JsonObject): JsonObject {
  const dropped = UNIQUE[kind];
  if (dropped === undefined) return spec;
  const kept = Object.fromEntries(Object.entries(spec).filter(([key]) => !dropped.includes(key)));
  return isArray(kept.ports) ? { ...kept, ports: kept.ports.map(withoutNodePort) } : kept;
}

function withoutNodePort(port: Json): Json {
  if (!isObject(port)) return port;
  const { nodePort: _nodePort, ...rest } = port;
  return rest;
}
