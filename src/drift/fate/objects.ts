import type { Deployer } from '../types.ts';
import { type Outcome, unasked } from './fate.ts';
import type { ObjectPolicy } from './policy.ts';

/** What becomes of an object that git declares and the cluster lacks. `policy`: null: it has none, or it cannot be read. */
export function absentFate(deployer: Deployer, policy: ObjectPolicy | null): Outcome {
  if (policy === null)
    return isController(deployer)
      ? { fate: 'unknown', because: null }
      : { fate: 'pending', because: 'the next apply from git creates it' };
  if (policy.ignoredBy !== null) return { fate: 'ignored', because: policy.ignoredBy };
  return unasked(policy, 'creates it');
}

/** What becomes of an object that left git and is live; null: nobody is known who could delete it. */
export function orphanFate(policy: ObjectPolicy | null): Outcome {
  if (policy === null) return { fate: null, because: null };
  const { by, ignoredBy, unpruned } = policy;
  if (ignoredBy !== null) return { fate: 'ignored', because: ignoredBy };
  if (unpruned !== null) return { fate: 'kept', because: `${by} does not delete it: ${unpruned}` };
  return unasked({ ...policy, idle: policy.halted }, 'deletes it');
}

function isController(deployer: Deployer): boolean {
  return deployer === 'argocd' || deployer === 'flux';
}
