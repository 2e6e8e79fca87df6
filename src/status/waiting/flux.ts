import { fluxHealth } from '../../health/flux.ts';
import { conditionsOf, findCondition, intAt, itemsAt, wordsOf } from '../../health/status.ts';
import { type KubeObject, namespaceOf, objectAt, stringOr } from '../../object.ts';
import type { Failure, Observation, Stop } from './types.ts';

/** Reasons for which the same commit fails again however often it is tried. */
const HOPELESS = /^(?:BuildFailed|HealthCheckFailed|InvalidSpec|InvalidPath|AccessDenied)$/;
/** The server's own word that the manifest is at fault. */
const REFUSED = /\((?:Invalid|BadRequest)\)|is invalid|field is immutable/;
/** Characters of an error that are looked at. */
const LONGEST = 16_384;
const ELSEWHERE = /no matches for kind|failed calling webhook|connection refused|not found/;

/** What else of Flux an app depends on; null: it is not there, or cannot be read. */
export interface Surroundings {
  /** Its GitRepository, OCIRepository or Bucket; of a HelmRelease that of its chart. */
  readonly source: KubeObject | null;
  /** The HelmChart that a HelmRelease is made of. */
  readonly chart: KubeObject | null;
}

/** What a Kustomization or a HelmRelease says of the way to a commit. */
export function observeFlux(object: KubeObject, { source, chart }: Surroundings): Observation {
  const status = objectAt(object.status);
  const health = fluxHealth(object);
  const ready = findCondition(conditionsOf(object), 'Ready');
  const isHelm = object.kind === 'HelmRelease';
  const made = isHelm ? chartCommit(object, chart) : null;
  const tried = isHelm ? made : text(status.lastAttemptedRevision);
  const applied = text(status.lastAppliedOriginRevision) ?? text(status.lastAppliedRevision);
  const isReady = ready?.status === 'True' && !isBehind(object);
  const packed = isReady ? made : null;
  const failure = failureOf(ready, object);
  const isWaiting = ready?.status === 'False' && ready.reason === 'DependencyNotReady';
  return {
    deployed: list(isHelm ? packed : applied),
    seen: list(text(objectAt(source?.status, 'artifact').revision)),
    tried: list(tried),
    health,
    isFresh: !isBehind(object),
    isClose: false,
    busy: health.busy && findCondition(conditionsOf(object), 'Reconciling', 'True')?.reason !== RETRY,
    retried: failure,
    failed: null,
    broken: source === null ? null : brokenBy(source),
    idle: idleness(object) ?? (source === null ? null : idleness(source)),
    waitsFor: isWaiting ? wordsOf(ready) : null,
    round: [
      stringOr(status.lastHandledReconcileAt, ''),
      stringOr(ready?.message, ''),
      text(objectAt(source?.status, 'artifact').revision) ?? '',
    ].join(' '),
  };
}

const RETRY = 'ProgressingWithRetry';

function failureOf(ready: ReturnType<typeof findCondition>, object: KubeObject): Failure | null {
  if (ready?.status !== 'False') return null;
  if (
    ['DependencyNotReady', 'Progressing', 'ReconciliationInProgress', 'ArtifactNotReady'].includes(
      ready.reason,
    )
  )
    return null;
  const message = wordsOf(ready);
  const isStalled = findCondition(conditionsOf(object), 'Stalled', 'True') !== undefined;
  // what is told is shortened, and does not say any more whose word it was
  const raw = itemsAt(object.status, 'conditions').find(({ type }) => type === 'Ready');
  const words = stringOr(raw?.message, '').slice(0, LONGEST);
  const isRefused = REFUSED.test(words) && !ELSEWHERE.test(words);
  return { message, isHopeless: isStalled || HOPELESS.test(ready.reason) || isRefused };
}

/** The commit that a chart of a git repository was packed from, if that package is what the release tried last. */
function chartCommit({ status }: KubeObject, chart: KubeObject | null): string | null {
  const { observedSourceArtifactRevision, artifact } = objectAt(chart?.status);
  const version = text(objectAt(artifact).revision);
  return version !== null && version === text(objectAt(status).lastAttemptedRevision)
    ? text(observedSourceArtifactRevision)
    : null;
}

function brokenBy(source: KubeObject): Failure | null {
  const conditions = conditionsOf(source);
  const ready = findCondition(conditions, 'Ready', 'False');
  if (ready === undefined) return null;
  const isStalled = findCondition(conditions, 'Stalled', 'True') !== undefined;
  return { message: `${source.kind} ${source.metadata.name}: ${wordsOf(ready)}`, isHopeless: isStalled };
}

function idleness(object: KubeObject): Stop | null {
  if (objectAt(object.spec).suspend !== true) return null;
  return { why: `the ${object.kind} ${object.metadata.name} is suspended`, hint: resumeCommand(object) };
}

/** The command that lets a suspended object of Flux go on. */
export function resumeCommand(object: KubeObject): string {
  const { kind, apiVersion, metadata } = object;
  const plural = kind.endsWith('y') ? `${kind.slice(0, -1)}ies` : `${kind}s`;
  const group = apiVersion.slice(0, apiVersion.indexOf('/'));
  const where = `-n ${namespaceOf(object) ?? 'default'}`;
  return `kubectl patch ${plural.toLowerCase()}.${group} ${metadata.name} ${where} --type=merge -p '{"spec":{"suspend":false}}'`;
}

function isBehind(object: KubeObject): boolean {
  const generation = intAt(object.metadata, ['generation'], null);
  return generation !== null && intAt(object.status, ['observedGeneration'], generation) !== generation;
}

function text(value: Parameters<typeof stringOr>[0]): string | null {
  const found = stringOr(value, '');
  return found === '' ? null : found;
}

function list(one: string | null): readonly string[] {
  return one === null ? [] : [one];
}
