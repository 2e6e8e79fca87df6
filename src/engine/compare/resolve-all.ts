import type { Targets } from '../../discover/targets.ts';
import { objectFilter } from '../filter.ts';
import type { Query } from '../query.ts';
import type { Rendered } from '../render.ts';
import { declaredKinds, type Resolved, resolveManifests } from './resolve.ts';
import type { Cluster } from '../types.ts';

/** Every object of every app, as far as TARGETs, namespace and selector ask for it. */
export function resolveAll(
  rendered: readonly Rendered[],
  cluster: Cluster,
  targets: Targets,
  query: Query,
): Resolved {
  const declared = declaredKinds(rendered.flatMap(({ manifests }) => manifests));
  const scope = {
    namespace: query.namespace ?? cluster.namespace,
    only: query.namespace ?? null,
    matches: objectFilter(targets.objects, query.selector, cluster.discovery),
  };
  const parts = rendered.map(({ app, manifests }) =>
    resolveManifests(app, manifests, cluster, scope, declared),
  );
  return {
    items: parts.flatMap(({ items }) => items),
    unresolved: parts.flatMap(({ unresolved }) => unresolved),
    generated: parts.flatMap(({ generated }) => generated),
    ready: Promise.all(parts.map(({ ready }) => ready)).then(() => undefined),
  };
}
