import { askingAhead } from '../../cluster/ahead.ts';
import { firstPages } from '../../cluster/live.ts';
import { isObject, namespaceOf } from '../../object.ts';
import type { Manifest } from '../../render/types.ts';
import { wantedOf } from '../compare/inspect.ts';
import { resolveManifests } from '../compare/resolve.ts';
import { scalersIn } from '../compare/scalers.ts';
import type { App, Cluster } from '../types.ts';

/** More are not asked at once when they are wanted, either. */
const ATONCE = 4;

/** A cluster that works on what is going to be wanted of it while git's other side is still read. */
export interface Foreseeing {
  readonly cluster: Cluster;
  /** What of an app a push may change: what the cluster stores of it is asked for now. */
  readonly foresee: (app: App, manifests: readonly Manifest[]) => void;
}

export function foreseeing(cluster: Cluster, namespace: string): Foreseeing {
  const { http, ask } = askingAhead(cluster.http);
  return {
    cluster: { ...cluster, http },
    foresee: (app, manifests) => {
      const scope = { namespace, only: null, matches: () => true };
      const { items, ready } = resolveManifests(app, manifests, cluster, scope, new Set());
      // asked again, and told, by whoever wants a type
      ready.catch(() => undefined);
      const scaled = items.filter(({ desired: { spec } }) => isObject(spec) && spec.replicas !== undefined);
      const scalers = scalersIn(
        cluster,
        new Set(scaled.flatMap(({ desired }) => namespaceOf(desired) ?? [])),
      );
      const lists = [
        ...firstPages(wantedOf(items)).slice(0, ATONCE),
        ...firstPages(scalers).slice(0, ATONCE),
      ];
      for (const path of lists) ask(path);
    },
  };
}
