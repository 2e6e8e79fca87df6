import type { DeployerSettings } from '../../guard/types.ts';
import { isArray, type KubeObject, objectAt, stringOr } from '../../object.ts';

/** What a Kustomization of Flux says of itself. */
export function kustomizationSettings(object: KubeObject): DeployerSettings {
  const { suspend, path, prune, interval } = objectAt(object.spec);
  const suspended = suspend === true;
  const { lastAppliedRevision, lastAppliedOriginRevision } = objectAt(object.status);
  return {
    automated: !suspended,
    selfHeal: !suspended,
    prune: prune === true && !suspended,
    suspended,
    url: null,
    path: stringOr(path, null),
    revision: stringOr(lastAppliedOriginRevision, stringOr(lastAppliedRevision, null)),
    policy: {
      by: 'Flux',
      idle: idleness(object),
      halted: idleness(object),
      unsure: null,
      unpruned: prune === true ? null : 'pruning is off',
      within: `within ${stringOr(interval, 'its interval')}`,
      extras: 'withoutKubectl',
      appliesIgnored: false,
      isClientSide: false,
      next: 'the next reconciliation',
    },
  };
}

/** What a HelmRelease of Flux says of itself. */
export function helmReleaseSettings(object: KubeObject): DeployerSettings {
  const spec = objectAt(object.spec);
  const suspended = spec.suspend === true;
  const mode = stringOr(objectAt(spec, 'driftDetection').mode, 'disabled');
  const heals = mode === 'enabled';
  return {
    automated: !suspended,
    selfHeal: !suspended && heals,
    prune: !suspended,
    suspended,
    url: null,
    path: stringOr(objectAt(spec, 'chart', 'spec').chart, null),
    revision: stringOr(objectAt(object.status).lastAttemptedRevision, null),
    policy: {
      by: 'helm-controller',
      idle: idleness(object) ?? (heals ? null : `driftDetection is ${mode}`),
      halted: idleness(object),
      unsure: null,
      unpruned: null,
      within: `within ${stringOr(spec.interval, 'its interval')}`,
      extras: 'kept',
      appliesIgnored: false,
      isClientSide: false,
      next: 'the next upgrade',
    },
  };
}

/** Why it applies nothing as it is now; null: it does, at every interval. */
function idleness({ kind, metadata, spec, status }: KubeObject): string | null {
  if (objectAt(spec).suspend === true) return `the ${kind} ${metadata.name} is suspended`;
  const { conditions } = objectAt(status);
  const ready = (isArray(conditions) ? conditions : [])
    .map((condition) => objectAt(condition))
    .find(({ type }) => type === 'Ready');
  // what was applied and is not healthy is applied again all the same
  const isStopped = /^(?:BuildFailed|ArtifactFailed|DependencyNotReady|ReconciliationFailed|InvalidSpec)$/;
  const reason = stringOr(ready?.reason, '');
  return ready?.status === 'False' && isStopped.test(reason)
    ? `the ${kind} ${metadata.name} is not ready (${reason})`
    : null;
}
