import type { Finding } from './settle.ts';
import type { Deployer, Fate, Moved } from './types.ts';

export interface Outcome {
  readonly fate: Fate | null;
  readonly because: string | null;
}

/**
 * What becomes of a live change if nobody acts, as far as it can be known without the deployer's settings: those
 * of Argo CD and Flux are `unknown` until their objects are read.
 */
export function fateOf(finding: Finding, moved: Moved, deployer: Deployer, blocked: string | null): Outcome {
  if (finding.ignoredBy !== null) return { fate: 'ignored', because: finding.ignoredBy };
  if (moved === 'git') return { fate: null, because: blocked };
  if (blocked !== null) return { fate: 'blocked', because: blocked };
  if (deployer === 'argocd' || deployer === 'flux') return { fate: 'unknown', because: null };
  if (finding.class === 'extra' && !standsInAtomic(finding))
    return { fate: 'kept', because: 'nothing removes it' };
  return { fate: 'pending', because: 'the next apply from git sets it back' };
}

/** What stands in an atomic list goes with the whole list when git is applied. */
function standsInAtomic({ path }: Finding): boolean {
  return path.some((step) => typeof step === 'number');
}
