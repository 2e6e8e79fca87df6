import { fluxHealth } from '../../health/flux.ts';
import { conditionsOf, findCondition, intAt, itemsAt, wordsOf } from '../../health/status.ts';
import { type KubeObject, namespaceOf, objectAt, stringOr } from '../../object.ts';
import { appliedCommit, gitRevision, sourceCommit, sourceKind } from '../flux-commit.ts';
import { packingOf, untoldBy } from './packing.ts';
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
  /** Its GitRepository, OCIRepository, Bucket or ExternalArtifact; of a HelmRelease that of its chart. */
  readonly source: KubeObject | null;
  /** The HelmChart that a HelmRelease is made of. */
  readonly chart: KubeObject | null;
  /** The ArtifactGenerator that makes the source where that is an ExternalArtifact. */
  readonly generator: KubeObject | null;
  /** What the generator makes it of. */
  readonly origins: readonly KubeObject[];
}

export const NO_SURROUNDINGS: Surroundings = { source: null, chart: null, generator: null, origins: [] };

/** What a Kustomization or a HelmRelease says of the way to a commit. */
export function observeFlux(object: KubeObject, around: Surroundings): Observation {
  const { source, origins } = around;
  const status = objectAt(object.status);
  const health = fluxHealth(object);
  const ready = findCondition(conditionsOf(object), 'Ready');
  const { applied, tried } =
    object.kind === 'HelmRelease' ? releaseCommits(object, around) : kustomizationCommits(object, source);
  const feeding = [...origins, ...(source === null ? [] : [source])];
  return {
    deployed: list(applied),
    seen: list(sourceCommit(source)),
    tried: list(tried),
    health,
    isFresh: !isBehind(object),
    isClose: false,
    busy: health.busy && findCondition(conditionsOf(object), 'Reconciling', 'True')?.reason !== RETRY,
    retried: failureOf(ready, object),
    failed: null,
    broken: firstOf(feeding, brokenBy),
    idle: idleness(object),
    unfed: firstOf(feeding, idleness),
    packing: packingOf(around),
    untold: applied === null ? untoldBy(object, around) : null,
    waitsFor: ready?.status === 'False' && ready.reason === 'DependencyNotReady' ? wordsOf(ready) : null,
    round: [
      stringOr(status.lastHandledReconcileAt, ''),
      stringOr(ready?.message, ''),
      text(objectAt(source?.status, 'artifact').revision) ?? '',
    ].join(' '),
  };
}

interface Commits {
  readonly applied: string | null;
  readonly tried: string | null;
}

/**
 * What a Kustomization applied and tried, in commits. The same content may be made of a newer commit by now, of which
 * its controller takes no notice until its interval is over.
 */
function kustomizationCommits(object: KubeObject, source: KubeObject | null): Commits {
  const { lastAppliedRevision, lastAttemptedRevision } = objectAt(object.status);
  const current = text(objectAt(source?.status, 'artifact').revision);
  const [applied, told] = [appliedCommit(object), sourceCommit(source)];
  const isCurrent = current !== null && current === lastAppliedRevision;
  const isTried = current !== null && current === lastAttemptedRevision;
  const now = isCurrent ? (told ?? applied) : applied;
  if (isTried) return { applied: now, tried: told };
  const isApplied = lastAttemptedRevision === lastAppliedRevision;
  return { applied: now, tried: isApplied ? now : gitRevision(lastAttemptedRevision, sourceKind(object)) };
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

/** What a release runs is known while it is well: it tells what it tries, and nothing of what it ran before. */
function releaseCommits(object: KubeObject, { source, chart }: Surroundings): Commits {
  const tried = chart === null ? packedCommit(object, source) : chartCommit(object, chart);
  const isReady = findCondition(conditionsOf(object), 'Ready')?.status === 'True' && !isBehind(object);
  return { applied: isReady ? tried : null, tried };
}

/** The commit that a chart in an ExternalArtifact was made of, if that is what the release tried last. */
function packedCommit({ status }: KubeObject, source: KubeObject | null): string | null {
  if (source?.kind !== 'ExternalArtifact') return null;
  const { lastAttemptedRevision, lastAttemptedRevisionDigest } = objectAt(status);
  const current = text(objectAt(source.status, 'artifact').revision);
  const digest = text(lastAttemptedRevisionDigest);
  // helm-controller keeps the whole revision, or of `1.2.3@sha256:…` the digest, or of a version that alone
  const isIts =
    digest === null
      ? current === text(lastAttemptedRevision)
      : current === digest || current?.endsWith(`@${digest}`) === true;
  return isIts ? sourceCommit(source) : null;
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

/** The first that something is said of. */
function firstOf<T>(objects: readonly KubeObject[], tell: (object: KubeObject) => T | null): T | null {
  for (const object of objects) {
    const told = tell(object);
    if (told !== null) return told;
  }
  return null;
}

function text(value: Parameters<typeof stringOr>[0]): string | null {
  const found = stringOr(value, '');
  return found === '' ? null : found;
}

function list(one: string | null): readonly string[] {
  return one === null ? [] : [one];
}
