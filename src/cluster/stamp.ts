import type { GitopsError, ObjectName } from '../errors.ts';
import type { JsonObject } from '../object.ts';
import type { Resource } from './discovery.ts';
import type { Http } from './http.ts';
import { statusError } from './status-error.ts';
import { urlOf } from './urls.ts';

/** Sets annotations on a live object, as a manager of their own; null: done. */
export async function annotate(
  http: Http,
  resource: Resource,
  name: Pick<ObjectName, 'namespace' | 'name'>,
  annotations: Readonly<Record<string, string>>,
): Promise<GitopsError | null> {
  return patchMerge(http, resource, name, { metadata: { annotations } }, 'kubectl-gitops-guard');
}

/** A merge patch of a live object; null: done. One that names another resourceVersion is a CONFLICT. */
export async function patchMerge(
  http: Http,
  resource: Resource,
  { namespace, name }: Pick<ObjectName, 'namespace' | 'name'>,
  patch: JsonObject,
  fieldManager: string,
): Promise<GitopsError | null> {
  const request = {
    method: 'PATCH',
    path: `${urlOf(resource, namespace, name)}?fieldManager=${fieldManager}`,
    contentType: 'application/merge-patch+json',
    body: JSON.stringify(patch),
  } as const;
  const response = await http(request);
  return response.status === 200 ? null : statusError(request, response);
}

export interface EventText {
  readonly reason: string;
  /** At most 1,024 bytes are kept, which is what the API takes. */
  readonly message: string;
  readonly time: Date;
}

/** Writes an Event about an object, which `kubectl describe` shows beside it; null: done. */
export async function recordEvent(
  http: Http,
  object: ObjectName & { readonly uid: string | null },
  { reason, message, time }: EventText,
): Promise<GitopsError | null> {
  const { apiVersion, kind, name, uid } = object;
  // events about objects without a namespace live in this one
  const namespace = object.namespace ?? 'default';
  const stamp = time.toISOString().replace('Z', '000Z');
  const request = {
    method: 'POST',
    path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`,
    contentType: 'application/json',
    body: JSON.stringify({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { generateName: `${name.slice(0, 200)}.`, namespace },
      involvedObject: {
        apiVersion,
        kind,
        name,
        ...(object.namespace === null ? {} : { namespace: object.namespace }),
        ...(uid === null ? {} : { uid }),
      },
      reason,
      message: Buffer.from(message).subarray(0, 1024).toString('utf8'),
      type: 'Warning',
      eventTime: stamp,
      action: reason,
      reportingComponent: 'kubectl-gitops',
      reportingInstance: 'kubectl-gitops',
    }),
  } as const;
  const response = await http(request);
  return response.status === 201 ? null : statusError(request, response);
}
