import { isSystemNamespace } from '../../drift/unmanaged/kinds.ts';
import { namespaceOf } from '../../object.ts';
import type { Item } from '../types.ts';

/**
 * Where apps have objects. A chart that puts a Role into kube-system does not make that its own: the cluster's own
 * namespaces count only if git declares them, an app is deployed into them, or they were asked for.
 */
export function namespacesOf(items: readonly Item[], asked: string | undefined): readonly string[] {
  const own = new Set<string | null | undefined>([
    asked,
    ...items.map(({ app }) => app.root.namespace),
    ...items.flatMap(({ desired }) => (desired.kind === 'Namespace' ? [desired.metadata.name] : [])),
  ]);
  const all = new Set(items.flatMap(({ desired }) => namespaceOf(desired) ?? []));
  return [...all].filter((name) => !isSystemNamespace(name) || own.has(name)).toSorted();
}
