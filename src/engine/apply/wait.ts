import { hasStopped, waitsFor } from '../../applyset/rollout.ts';
import { getOne } from '../../cluster/live.ts';
import type { Deps } from '../../deps.ts';
import { CancelledError, ClusterError, type GitopsError } from '../../errors.ts';
import { mapLimit } from '../../io.ts';
import { describe, nameOf, namespaceOf, objectAt } from '../../object.ts';
import type { Say } from '../query.ts';
import type { Plan } from './types.ts';

const EVERY = 500;

/** Waits until every workload of the plan is rolled out; those that are not within `limit` milliseconds are errors. */
export async function waitForRollouts(
  { apps, cluster }: Plan,
  limit: number,
  deps: Deps,
  say: Say,
): Promise<readonly GitopsError[]> {
  const until = performance.now() + limit;
  const steps = apps.flatMap((app) => app.steps);
  const errors = await mapLimit(steps, 16, async ({ item: { desired, resource } }) => {
    const name = describe(nameOf(desired));
    for (;;) {
      if (deps.signal.aborted) throw new CancelledError();
      const within = resource.namespaced ? namespaceOf(desired) : null;
      const live = await getOne(cluster.http, resource, within, desired.metadata.name);
      const waiting = live === null ? 'it is gone' : waitsFor(live);
      if (waiting === null) return null;
      if (performance.now() > until || hasStopped(objectAt(live?.status))) {
        return new ClusterError('NOT_ROLLED_OUT', `${name} is applied, and not rolled out: ${waiting}`, {
          hint: `kubectl describe ${resource.plural}/${desired.metadata.name}${within === null ? '' : ` -n ${within}`}`,
        });
      }
      say(`waiting for ${name}: ${waiting}`);
      await new Promise((go) => setTimeout(go, EVERY));
    }
  });
  return errors.filter((error) => error !== null);
}
