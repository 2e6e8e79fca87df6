import { isArray, isObject, type Json, type JsonObject, type KubeObject } from '../object.ts';
import { comparedByKeys, isEncrypted } from './secrets/encrypted.ts';

/** Set by the server on every object; in a manifest they are leftovers of `kubectl get -o yaml`. */
const SERVER_METADATA: ReadonlySet<string> = new Set([
  'managedFields',
  'resourceVersion',
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generation',
  'selfLink',
]);
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * What a deployer would send: without what only the server sets, without nulls (which server-side apply would
 * turn into empty strings in maps of strings), Secrets with `stringData` already in `data`. Of what SOPS encrypted only the
 * keys: its values are those of `live`, or empty.
 */
export function normalizeDesired(
  object: KubeObject,
  namespace: string | null,
  live: KubeObject | null = null,
): KubeObject {
  const { status: _status, metadata, ...rest } = readable(object, live);
  const kept: Record<string, Json> = {};
  for (const [key, value] of Object.entries(metadata)) {
    if (SERVER_METADATA.has(key) || key === 'namespace' || value === null) continue;
    kept[key] =
      key === 'annotations' && isObject(value) ? withoutKey(value, LAST_APPLIED) : withoutNulls(value);
  }
  if (namespace !== null) kept.namespace = namespace;
  const body: Record<string, Json> = {};
  for (const [key, value] of Object.entries(rest)) if (value !== null) body[key] = withoutNulls(value);
  const { apiVersion, kind } = object;
  const whole = { ...body, apiVersion, kind, metadata: { ...kept, name: metadata.name } };
  return kind === 'Secret' && apiVersion === 'v1' ? secretData(whole) : whole;
}

function readable(object: KubeObject, live: KubeObject | null): KubeObject {
  return isEncrypted(object) ? comparedByKeys(object, live).object : object;
}

function withoutKey(map: JsonObject, dropped: string): JsonObject {
  return Object.fromEntries(Object.entries(map).filter(([key, value]) => key !== dropped && value !== null));
}

/** Copies only where a null is found: most objects have none. */
function withoutNulls(value: Json): Json {
  if (isArray(value)) return value.some(hasNull) ? value.map(withoutNulls) : value;
  if (!isObject(value) || !hasNull(value)) return value;
  const kept: Record<string, Json> = {};
  for (const [key, inner] of Object.entries(value)) if (inner !== null) kept[key] = withoutNulls(inner);
  return kept;
}

function hasNull(value: Json): boolean {
  if (value === null) return true;
  if (isArray(value)) return value.some((item) => item !== null && hasNull(item));
  return isObject(value) && Object.values(value).some(hasNull);
}

/** The server stores `stringData` as base64 in `data`, over what `data` says. */
function secretData(secret: KubeObject): KubeObject {
  const { stringData, ...rest } = secret;
  if (!isObject(stringData)) return secret;
  const data: Record<string, Json> = isObject(rest.data) ? { ...rest.data } : {};
  for (const [key, value] of Object.entries(stringData)) {
    data[key] = typeof value === 'string' ? Buffer.from(value, 'utf8').toString('base64') : value;
  }
  return { ...rest, apiVersion: secret.apiVersion, kind: secret.kind, metadata: secret.metadata, data };
}
