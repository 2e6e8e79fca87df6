import { type KubeObject, objectAt } from '../../object.ts';
import { formatPath } from '../../path.ts';
import { PEOPLE } from '../owners/known-managers.ts';
import type { Finding } from '../settle.ts';

/** What an autoscaler is the rightful owner of. */
export interface ScaleTarget {
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
  /** `HorizontalPodAutoscaler shop/web`, or KEDA's object behind it. */
  readonly by: string;
}

export function scaleTargetsOf(autoscalers: readonly KubeObject[]): readonly ScaleTarget[] {
  return autoscalers.flatMap((scaler) => {
    const { kind, name } = objectAt(scaler.spec, 'scaleTargetRef');
    const namespace = typeof scaler.metadata.namespace === 'string' ? scaler.metadata.namespace : null;
    if (typeof kind !== 'string' || typeof name !== 'string') return [];
    return [{ kind, name, namespace, by: `${scaler.kind} ${namespace ?? ''}/${scaler.metadata.name}` }];
  });
}

const CA_BUNDLE =
  /^\.(webhooks\[[^\]]*\]\.clientConfig|spec\.conversion\.webhook\.clientConfig|spec)\.caBundle$/;
const CA_KINDS = new Set([
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
  'CustomResourceDefinition',
  'APIService',
]);
/** The rule for what a restart leaves, which counts all the same where its undoing restarts the Pods again. */
export const RESTART = 'kubectl rollout restart';
const RESTARTED_AT = '.spec.template.metadata.annotations["kubectl.kubernetes.io/restartedAt"]';
/** How `flux reconcile` asks for what would happen anyway. */
const ASKED_AT = /^\.metadata\.annotations\["reconcile\.fluxcd\.io\/(?:requestedAt|forceAt|resetAt)"\]$/;

/** The name of the built-in rule that makes a finding no drift; null: it counts. */
export function builtinIgnore(
  finding: Finding,
  live: KubeObject,
  targets: readonly ScaleTarget[],
): string | null {
  const path = formatPath(finding.path);
  if (path === '.spec.replicas') {
    const namespace = live.metadata.namespace ?? null;
    const scaler = targets.find(
      (target) =>
        target.kind === live.kind && target.name === live.metadata.name && target.namespace === namespace,
    );
    return scaler === undefined ? null : `replicas belong to ${scaler.by}`;
  }
  if (path === RESTARTED_AT && finding.class === 'extra') return RESTART;
  if (ASKED_AT.test(path) && finding.class === 'extra') return 'flux reconcile';
  if (CA_KINDS.has(live.kind) && CA_BUNDLE.test(path) && !PEOPLE.test(finding.owner?.manager ?? ''))
    return 'caBundle injection';
  if (finding.owner?.manager === 'kube-controller-manager' && finding.owner.subresource !== 'scale') {
    return 'written by kube-controller-manager';
  }
  return null;
}
