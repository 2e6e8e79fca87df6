import type { Resource } from './discovery.ts';

/** `/api/v1/namespaces/shop/configmaps/web`. Names are data (RBAC names hold colons): always escaped. */
export function urlOf(
  resource: Pick<Resource, 'apiVersion' | 'plural'>,
  namespace: string | null,
  name?: string,
): string {
  const { apiVersion, plural } = resource;
  const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const within = namespace === null ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${base}${within}/${plural}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`;
}
