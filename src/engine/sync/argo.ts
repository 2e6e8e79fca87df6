import { getOne } from '../../cluster/live.ts';
import { patchMerge } from '../../cluster/stamp.ts';
import { whoAmI } from '../../cluster/login/whoami.ts';
import { ClusterError, RefusedError } from '../../errors.ts';
import { isArray, isObject, type JsonObject, type KubeObject, namespaceOf, objectAt } from '../../object.ts';
import { observeArgo } from '../../status/waiting/argo.ts';
import { KINDS, resourceOf } from '../controlled/objects.ts';
import type { Cluster } from '../types.ts';

/** As often as the controller may have written its status between our reading and our writing. */
const TRIES = 5;

/**
 * Asks Argo CD for a sync as its own API does, by the field `operation` of the Application: with what the Application says
 * of itself, and only if it is still as it was read. Throws RefusedError where one runs or none can.
 */
export async function askArgo(
  first: KubeObject,
  prune: boolean,
  { http, discovery }: Cluster,
): Promise<void> {
  const [group, kind] = KINDS.applications;
  const resource = resourceOf(group, kind, { discovery });
  if (resource === undefined)
    throw new ClusterError('NOT_FOUND', 'the cluster serves no Applications any more');
  const namespace = namespaceOf(first);
  const { name } = first.metadata;
  const user = await whoAmI(http);
  for (let attempt = 1; ; attempt++) {
    const app = await getOne(http, resource, namespace, name);
    if (app === null) throw new ClusterError('NOT_FOUND', `the Application ${name} is gone`);
    refuseWhereUseless(app);
    const patch = {
      metadata: { resourceVersion: app.metadata.resourceVersion ?? null },
      operation: operationOf(app, prune, user),
    };
    const error = await patchMerge(http, resource, { namespace, name }, patch, 'kubectl-gitops-sync');
    if (error === null) return;
    if (error.code !== 'CONFLICT' || attempt === TRIES) throw error;
  }
}

function refuseWhereUseless(app: KubeObject): void {
  const { name } = app.metadata;
  const { busy, broken, idle } = observeArgo(app);
  if (busy)
    throw new RefusedError('SYNC_RUNNING', `a sync of ${name} runs already`, {
      hint: `watch it: kubectl gitops status ${name} --wait`,
    });
  if (broken?.isHopeless === true)
    throw new RefusedError('GOES_NOWHERE', `Argo CD cannot sync ${name}: ${broken.message}`, {
      hint: 'correct the Application in git',
    });
  if (idle?.hint?.startsWith('kubectl annotate') === true)
    throw new RefusedError('SUSPENDED', `${name}: ${idle.why}`, { hint: idle.hint });
}

function operationOf({ spec }: KubeObject, prune: boolean, username: string): JsonObject {
  const { automated, syncOptions, retry } = objectAt(spec, 'syncPolicy');
  const isPruning = prune || objectAt(automated).prune === true;
  return {
    initiatedBy: { username },
    info: [{ name: 'Reason', value: 'kubectl gitops sync' }],
    sync: {
      syncStrategy: { hook: {} },
      ...(isPruning ? { prune: true } : {}),
      ...(isArray(syncOptions) ? { syncOptions } : {}),
    },
    ...(isObject(retry) ? { retry } : {}),
  };
}
