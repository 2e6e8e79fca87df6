import { patchMerge } from '../../cluster/stamp.ts';
import { ARTIFACT } from '../../discover/flux/names.ts';
import { ClusterError, RefusedError } from '../../errors.ts';
import { groupOf, type KubeObject, namespaceOf, objectAt } from '../../object.ts';
import { resumeCommand } from '../../status/waiting/flux.ts';
import { disabledBy } from '../../status/waiting/packing.ts';
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
  const { source, chart, generator, origins } = fluxSurroundings(app, objects);
  // nobody answers for an ExternalArtifact: it is made by its generator
  const feeding = [...origins, generator, source, chart].filter((one) => one?.kind !== ARTIFACT);
  const chain = [...(withSource ? feeding : []), app].filter((one) => one !== null);
  const suspended = chain.find(({ spec }) => objectAt(spec).suspend === true);
  if (suspended !== undefined)
    throw new RefusedError('SUSPENDED', `the ${suspended.kind} ${suspended.metadata.name} is suspended`, {
      hint: resumeCommand(suspended),
    });
  const disabled = withSource && generator !== null ? disabledBy(generator) : null;
  if (disabled !== null)
    throw new RefusedError('SUSPENDED', disabled.why, disabled.hint === null ? {} : { hint: disabled.hint });
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
