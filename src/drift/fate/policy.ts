import { type KubeObject, objectAt, stringOr } from '../../object.ts';

/** What becomes of fields that git does not declare when the deployer applies git. */
export type Extras =
  /** They stay. */
  | 'kept'
  /** Those of managers named `kubectl…` go, all others stay: Flux takes over what people applied before it. */
  | 'withoutKubectl'
  /** They all go: the whole object is replaced. */
  | 'replaced';

/** What a controller does to live changes unasked, as its own objects say. */
export interface Policy {
  /** As people name it: `Argo CD`, `Flux`. */
  readonly by: string;
  /** Why it sets nothing back unasked; null: it does. */
  readonly idle: string | null;
  /** Why it does not bring what is new in git unasked; null: it does. */
  readonly halted: string | null;
  /** Why it cannot be told whether it sets anything back; null: it can. */
  readonly unsure: string | null;
  /** Why it deletes nothing unasked that left git; null: it does. */
  readonly unpruned: string | null;
  /** How soon: `within seconds`, `within 10m`. */
  readonly within: string;
  readonly extras: Extras;
  /** A deploy applies what its own rules leave out of the comparison all the same. */
  readonly appliesIgnored: boolean;
  /** It merges as `kubectl apply` does on the client: lists of custom resources go as a whole. */
  readonly isClientSide: boolean;
  /** It compares what it applied last, and not before it is told to: `the next upgrade`, `the next sync`. */
  readonly next: string;
}

/** What one object says about how it wants to be deployed, on top of its app. */
export interface ObjectPolicy extends Policy {
  /** The deployer leaves the object alone, or parts of it: by which word. */
  readonly ignoredBy: string | null;
}

const ARGO_OPTIONS = 'argocd.argoproj.io/sync-options';
const ARGO_COMPARE = 'argocd.argoproj.io/compare-options';

/** `desired`: undefined: git declares it no more; `live`: undefined: the cluster lacks it. */
export function policyOf(
  policy: Policy,
  desired: KubeObject | undefined,
  live: KubeObject | undefined,
): ObjectPolicy {
  if (policy.by === 'Flux') return fluxPolicy(policy, desired, live);
  if (policy.by === 'Argo CD') return argoPolicy(policy, desired, live);
  return { ...policy, ignoredBy: null };
}

/**
 * Annotations of kustomize-controller, which may be labels, in any case. Whether to reconcile is read off both sides, how
 * to apply off what git declares (fluxcd/pkg ssa, ApplyAll).
 */
function fluxPolicy(
  policy: Policy,
  desired: KubeObject | undefined,
  live: KubeObject | undefined,
): ObjectPolicy {
  const says = (object: KubeObject | undefined, key: string, value: string) =>
    [objectAt(object?.metadata.annotations), objectAt(object?.metadata.labels)].some(
      (marks) => stringOr(marks[`kustomize.toolkit.fluxcd.io/${key}`], '').toLowerCase() === value,
    );
  const either = (key: string, value: string) => says(desired, key, value) || says(live, key, value);
  const words = [
    either('reconcile', 'disabled') && 'reconcile: disabled',
    either('ssa', 'ignore') && 'ssa: Ignore',
    live !== undefined && says(desired, 'ssa', 'ifnotpresent') && 'ssa: IfNotPresent',
  ].filter((word) => word !== false);
  const isKept = says(live, 'prune', 'disabled') || says(live, 'reconcile', 'disabled');
  return {
    ...policy,
    ignoredBy: words[0] === undefined ? null : `kustomize.toolkit.fluxcd.io/${words[0]}`,
    extras: either('ssa', 'merge') ? 'kept' : policy.extras,
    unpruned: isKept ? 'it asks not to be pruned' : policy.unpruned,
  };
}

/** Sync options of Argo CD, which an object overrides for itself. */
function argoPolicy(
  policy: Policy,
  desired: KubeObject | undefined,
  live: KubeObject | undefined,
): ObjectPolicy {
  const options = optionsOf(desired ?? live, ARGO_OPTIONS);
  const isReplaced = (options.get('Replace') ?? (policy.extras === 'replaced' ? 'true' : '')) === 'true';
  const serverSide = options.get('ServerSideApply');
  const prunes = optionsOf(live, ARGO_OPTIONS).get('Prune') ?? '';
  const unpruned = /^(?:false|confirm)$/.test(prunes) ? `it asks for Prune=${prunes}` : policy.unpruned;
  const isExtraneous = desired === undefined && optionsOf(live, ARGO_COMPARE).has('IgnoreExtraneous');
  return {
    ...policy,
    extras: isReplaced ? 'replaced' : 'kept',
    isClientSide: serverSide === undefined ? policy.isClientSide : serverSide !== 'true',
    unpruned,
    ignoredBy: isExtraneous ? `${ARGO_COMPARE}: IgnoreExtraneous` : null,
  };
}

/** `Prune=false,Replace=true`: names and what they are set to. */
function optionsOf(object: KubeObject | undefined, annotation: string): ReadonlyMap<string, string> {
  const text = stringOr(objectAt(object?.metadata.annotations)[annotation], '');
  return new Map(
    text.split(',').map((option) => {
      const [name = '', value = ''] = option.trim().split('=');
      return [name, value];
    }),
  );
}
