import { normalizeDesired } from '../../drift/normalize.ts';
import { ClusterError } from '../../errors.ts';
import { namespaceOf } from '../../object.ts';
import { UNTYPED } from '../../schema.ts';
import type { Cluster, Unresolved } from '../types.ts';
import type { Outcome, Step } from './types.ts';

/** Objects of kinds that were not served before this very apply brought them. */
export function later(
  unresolved: readonly Unresolved[],
  { discovery, namespace }: Pick<Cluster, 'discovery' | 'namespace'>,
): { readonly steps: readonly Step[]; readonly errors: readonly Outcome[] } {
  const steps: Step[] = [];
  const errors: Outcome[] = [];
  for (const { app, manifest, desired } of unresolved) {
    const resource = discovery.find(desired.apiVersion, desired.kind);
    if (resource === undefined) {
      const error = new ClusterError(
        'NO_SUCH_KIND',
        `the cluster does not serve ${desired.kind} of ${desired.apiVersion} yet`,
        {
          hint: 'run it again in a moment',
        },
      );
      errors.push({ object: desired, stored: null, done: null, error, warnings: [] });
      continue;
    }
    const within = resource.namespaced ? (namespaceOf(desired) ?? app.root.namespace ?? namespace) : null;
    const object = normalizeDesired(manifest.object, within);
    const item = { app, manifest, desired: object, resource, type: UNTYPED };
    steps.push({ item, live: null, action: 'create', takesOver: [] });
  }
  return { steps, errors };
}
