import { ClusterError } from '../../errors.ts';
import type { Holder } from '../../guard/types.ts';
import { applySet } from './applyset.ts';
import { openArgo } from './argo.ts';
import { helmReleaseFacts, kustomizationFacts } from './flux.ts';
import { helmObjects } from './helm-release.ts';
import { type Asking, type DeployerFacts, isSame, type Tracked, UNKNOWN } from './types.ts';

export type Deployers = (named: Pick<Holder, 'tool' | 'name'>) => Promise<DeployerFacts>;

/**
 * Reads the Application, Kustomization, HelmRelease or release that a mark names, once each. `now`: milliseconds, which
 * sync windows are held against.
 */
export function openDeployers(where: Asking, now: () => number): Deployers {
  const argo = openArgo(where, now);
  const known = new Map<string, Promise<DeployerFacts>>();
  const read: Deployers = async ({ tool, name }) => {
    try {
      switch (tool) {
        case 'Argo CD Application':
          return await argo(name);
        case 'Flux Kustomization':
          return await kustomizationFacts(name, where);
        case 'Flux HelmRelease':
          return await helmReleaseFacts(name, where);
        case 'Helm release':
          return helm(await helmObjects(name, where));
        case 'ApplySet':
          return await applySet(name, where);
        default:
          return UNKNOWN;
      }
    } catch (error) {
      // people seldom may read them; the mark then stands for itself
      if (error instanceof ClusterError) return UNKNOWN;
      throw error;
    }
  };
  return (named) => {
    const key = `${named.tool} ${named.name}`;
    const found = known.get(key) ?? read(named);
    known.set(key, found);
    return found;
  };
}

function helm(objects: readonly Tracked[] | null): DeployerFacts {
  return {
    ...UNKNOWN,
    declares: (live) => (objects === null ? null : objects.some((one) => isSame(one, live))),
    objects,
  };
}
