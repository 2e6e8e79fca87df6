import type { Typed } from '../../schema.ts';
import type { Finding } from '../settle.ts';
import type { Deployer, Fate, Moved } from '../types.ts';
import type { ObjectPolicy } from './policy.ts';

/** What becomes of a live change, and why. */
export interface Outcome {
  readonly fate: Fate | null;
  readonly because: string | null;
}

/** What is known of who deploys an object. */
export interface Deploying {
  readonly deployer: Deployer;
  /** Of a controller; null: it has none, or its own objects cannot be read. */
  readonly policy: ObjectPolicy | null;
  /** Why git cannot be applied while live is as it is; null: it can. */
  readonly blocked: string | null;
  /** Of the object. */
  readonly type: Typed;
}

const CONTROLLERS: Partial<Record<Deployer, string>> = { argocd: 'Argo CD', flux: 'Flux' };

/** What becomes of a live change if nobody acts, as far as the deployer's own objects tell. */
export function fateOf(finding: Finding, moved: Moved, deploying: Deploying): Outcome {
  const { deployer, policy, blocked } = deploying;
  if (finding.ignoredBy !== null) return { fate: 'ignored', because: finding.ignoredBy };
  if (moved === 'git') return { fate: null, because: blocked };
  if (policy !== null && policy.ignoredBy !== null) return { fate: 'ignored', because: policy.ignoredBy };
  if (blocked !== null) return { fate: 'blocked', because: blocked };
  if (policy === null) return withoutPolicy(finding, deployer);
  if (goesWithGit(finding, deploying)) return unasked(policy, 'sets it back');
  return extraFate(finding, policy);
}

/** Helm, people, and this plugin apply when they are told to. */
function withoutPolicy(finding: Finding, deployer: Deployer): Outcome {
  const controller = CONTROLLERS[deployer];
  if (controller !== undefined)
    return { fate: 'unknown', because: `what ${controller} does of itself cannot be read` };
  if (finding.class === 'extra' && !standsInAtomic(finding))
    return { fate: 'kept', because: 'nothing removes it' };
  return { fate: 'pending', because: 'the next apply from git sets it back' };
}

/** What is done unasked, or at the next occasion. `what`: `sets it back`. */
export function unasked({ by, idle, unsure, within, next }: ObjectPolicy, what: string): Outcome {
  if (idle !== null) return { fate: 'pending', because: `${idle}; ${next} ${what}` };
  if (unsure !== null) return { fate: 'unknown', because: unsure };
  return { fate: 'reverted', because: `${by} ${what} ${within}` };
}

/** A field that git does not declare. */
function extraFate({ owner }: Finding, policy: ObjectPolicy): Outcome {
  const { by, next, extras } = policy;
  if (extras === 'kept') return { fate: 'kept', because: `${by} leaves alone what git does not declare` };
  if (extras === 'replaced')
    // a controller that merges does not see it: only another change makes it replace the object
    return { fate: 'pending', because: `${next} replaces the whole object` };
  if (owner === null || !owner.manager.startsWith('kubectl') || owner.subresource !== null)
    return { fate: 'kept', because: `${by} removes only what kubectl added` };
  return unasked(policy, 'removes what kubectl added');
}

/** What git declares, and what shares a value with it that is set as a whole. */
function goesWithGit(finding: Finding, { policy, type }: Deploying): boolean {
  if (finding.class !== 'extra' || standsInAtomic(finding)) return true;
  return policy?.isClientSide === true && isCustom(type) && standsInList(finding);
}

/** What stands in an atomic list goes with the whole list when git is applied. */
function standsInAtomic({ path }: Finding): boolean {
  return path.some((step) => typeof step === 'number');
}

function standsInList({ path }: Finding): boolean {
  return path.some((step) => typeof step !== 'string');
}

/** `kubectl apply` merges by their keys only the lists of kinds that it was built with; others it replaces. */
function isCustom({ name }: Typed): boolean {
  return !(name ?? '').startsWith('io.k8s.api.');
}
