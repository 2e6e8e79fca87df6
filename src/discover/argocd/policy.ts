import type { Policy } from '../../drift/fate/policy.ts';
import type { DeployerSettings } from '../../guard/types.ts';
import { isArray, isObject, type KubeObject, objectAt, stringOr } from '../../object.ts';
import { closedWindow } from './windows.ts';

/**
 * What an Application says of itself, and what its project lets it do; undefined: that may not be read. `now`: milliseconds.
 */
export function argoSettings(
  app: KubeObject,
  project: KubeObject | null | undefined,
  now: number,
): DeployerSettings {
  const spec = objectAt(app.spec);
  const source = isArray(spec.sources) ? objectAt(spec.sources[0]) : objectAt(spec.source);
  const { automated } = objectAt(spec, 'syncPolicy');
  const isAutomated = isObject(automated) && automated.enabled !== false;
  const selfHeal = isAutomated && automated.selfHeal === true;
  const prune = isAutomated && automated.prune === true;
  return {
    automated: isAutomated,
    selfHeal,
    prune,
    suspended: false,
    url: stringOr(source.repoURL, null),
    path: stringOr(source.path, stringOr(source.chart, null)),
    revision: stringOr(objectAt(app.status, 'sync').revision, stringOr(source.targetRevision, null)),
    policy: policyOf(app, project, { isAutomated, selfHeal, prune }, now),
  };
}

interface Automation {
  readonly isAutomated: boolean;
  readonly selfHeal: boolean;
  readonly prune: boolean;
}

function policyOf(
  app: KubeObject,
  project: KubeObject | null | undefined,
  does: Automation,
  now: number,
): Policy {
  const options = objectAt(app.spec, 'syncPolicy').syncOptions;
  const isSet = (option: string) => isArray(options) && options.includes(option);
  const halted = idleness(app, project ?? null, does, now);
  return {
    by: 'Argo CD',
    idle: halted ?? (does.selfHeal ? null : 'Argo CD self-heal is off'),
    halted,
    unsure: project === undefined ? 'the sync windows of its project cannot be read' : null,
    unpruned: does.isAutomated && !does.prune ? 'pruning is off' : null,
    within: 'within seconds',
    extras: isSet('Replace=true') ? 'replaced' : 'kept',
    appliesIgnored: !isSet('RespectIgnoreDifferences=true'),
    isClientSide: !isSet('ServerSideApply=true'),
    next: 'the next sync',
  };
}

/** Why Argo CD does nothing unasked (argo-cd, ApplicationController.autoSync); null: it does. */
function idleness(
  app: KubeObject,
  project: KubeObject | null,
  { isAutomated }: Automation,
  now: number,
): string | null {
  if (objectAt(app.metadata.annotations)['argocd.argoproj.io/skip-reconcile'] === 'true')
    return 'Argo CD is told to skip it';
  if (!isAutomated) return 'Argo CD syncs it only when told to';
  const destination = objectAt(app.spec, 'destination');
  const cluster = stringOr(destination.server, stringOr(destination.name, ''));
  return closedWindow(project, { app, cluster }, now) ?? failure(app);
}

/** What failed once is not tried again for the same commit; what cannot be compared is not tried at all. */
function failure({ status }: KubeObject): string | null {
  const { operationState, conditions, sync } = objectAt(status);
  const broken = (isArray(conditions) ? conditions : [])
    .map((condition) => objectAt(condition))
    .find(({ type }) => type === 'ComparisonError' || type === 'InvalidSpecError');
  if (broken !== undefined) return 'Argo CD cannot compare it';
  const { phase, syncResult } = objectAt(operationState);
  const isSame = objectAt(syncResult).revision === objectAt(sync).revision;
  return isSame && (phase === 'Failed' || phase === 'Error') ? 'its last sync failed' : null;
}
