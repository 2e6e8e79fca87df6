import { type KubeObject, objectAt } from '../object.ts';

const SCALABLE = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController']);

/**
 * Whether somebody scaled an object whose replicas nobody owns: they must be the default else. `kubectl scale` leaves no
 * owner where nobody owned them before, nor with `--replicas=0`.
 */
export function isScaled({ kind, spec }: KubeObject): boolean {
  const { replicas } = objectAt(spec);
  return SCALABLE.has(kind) && typeof replicas === 'number' && replicas !== 1;
}
