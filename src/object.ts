import type { ObjectName } from './errors.ts';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** A Kubernetes object as git renders it or the cluster stores it: only what every object has is typed. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: Json;
}

export interface ObjectMeta {
  readonly name: string;
  readonly [field: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function stringOr<T>(value: Json | undefined, other: T): string | T {
  return typeof value === 'string' ? value : other;
}

/** The object under a key, or an empty one: most optional maps of Kubernetes read alike absent and empty. */
export function objectAt(value: Json | undefined, ...keys: readonly string[]): JsonObject {
  let at: Json | undefined = value;
  for (const key of keys) at = isObject(at) ? at[key] : undefined;
  return isObject(at) ? at : {};
}

/** The texts of a map, as labels and the data of a ConfigMap are. */
export function textsOf(map: Json | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(objectAt(map)).flatMap(([key, text]) => (typeof text === 'string' ? [[key, text]] : [])),
  );
}

export function namespaceOf(object: KubeObject): string | null {
  return stringOr(object.metadata.namespace, null);
}

export function nameOf(object: KubeObject): ObjectName {
  const { apiVersion, kind, metadata } = object;
  return { apiVersion, kind, namespace: namespaceOf(object), name: metadata.name };
}

/** `''` for the core group, as Kubernetes itself writes it. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

export function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

/** `Deployment shop/web`, `Namespace shop`: how people name an object in a sentence. */
export function describe(name: Pick<ObjectName, 'kind' | 'namespace' | 'name'>): string {
  return `${name.kind} ${name.namespace === null ? '' : `${name.namespace}/`}${name.name}`;
}

/** Deep equality of JSON values; key order does not count. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (isArray(a)) {
    return isArray(b) && a.length === b.length && a.every((item, index) => sameJson(item, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]));
}
