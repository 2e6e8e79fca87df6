import { patchMerge } from '../../cluster/stamp.ts';
import { ClusterError, RefusedError } from '../../errors.ts';
import { groupOf, type KubeObject, namespaceOf, objectAt } from '../../object.ts';
import { resumeCommand } from '../../status/waiting/flux.ts';
import { type ControllerObjects, resourceOf } from '../controlled/objects.ts';
import { fluxSurroundings } from '../status/waiting/controllers.ts';
import type { Cluster } from '../types.ts';

const ASKED = 'reconcile.fluxcd.io/requestedAt';

/** What is asked, in this order: sources before what is made of them. Throws RefusedError where one is suspended. */
export function fluxChain(
  app: KubeObject,
  objects: ControllerObjects,
  withSource: boolean,
): readonly KubeObject[] {
  const { source, chart } = fluxSurroundings(app, objects);
  const chain = [...(withSource ? [source, chart] : []), app].filter((one) => one !== null);
  const suspended = chain.find(({ spec }) => objectAt(spec).suspend === true);
  if (suspended !== undefined)
    throw new RefusedError('SUSPENDED', `the ${suspended.kind} ${suspended.metadata.name} is suspended`, {
      hint: resumeCommand(suspended),
    });
  return chain;
}

/** Asks the controller of an object for a reconciliation of this id. Throws ClusterError. */
export async function askFlux(object: KubeObject, id: string, { http, discovery }: Cluster): Promise<void> {
  const { kind, apiVersion, metadata } = object;
  const resource = resourceOf(groupOf(apiVersion), kind, { discovery });
  if (resource === undefined) throw new ClusterError('NOT_FOUND', `the cluster serves no ${kind} any more`);
  const place = { namespace: namespaceOf(object), name: metadata.name };
  const patch = { metadata: { annotations: { [ASKED]: id } } };
  const error = await patchMerge(http, resource, place, patch, 'kubectl-gitops-sync');
  if (error !== null) throw error;
}
