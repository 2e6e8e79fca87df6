import { argoHealth } from '../../health/argo.ts';
import { shortError } from '../../health/short-error.ts';
import { itemsAt } from '../../health/status.ts';
import {
  isArray,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  objectAt,
  stringOr,
} from '../../object.ts';
import type { Failure, Observation, Stop } from './types.ts';

const HOPELESS = /^(?:InvalidSpecError|UnknownError)$/;

/** What an Argo CD Application says of the way to a commit. */
export function observeArgo(app: KubeObject): Observation {
  const { sync, history, operationState, reconciledAt } = objectAt(app.status);
  const operation = objectAt(operationState);
  const last = isArray(history) ? objectAt(history.at(-1)) : {};
  const compared = revisionsOf(objectAt(sync));
  const health = argoHealth(app);
  const isRunning = operation.phase === 'Running';
  return {
    // what is compared is live where nothing differs, synced or not: a commit may change a comment alone
    deployed: objectAt(sync).status === 'Synced' && compared.length > 0 ? compared : revisionsOf(last),
    seen: compared,
    tried: triedBy(operation),
    health,
    isFresh: isAfter(stringOr(reconciledAt, ''), stringOr(operation.finishedAt, '')),
    isClose: operation.finishedAt !== undefined && operation.finishedAt === reconciledAt,
    busy: health.busy,
    retried: isRunning ? retriedFor(operation) : null,
    failed: isRunning ? null : failureOf(app, operation),
    broken: brokenBy(app),
    idle: idleness(app),
    unfed: null,
    packing: null,
    untold: null,
    waitsFor: null,
    round: stringOr(reconciledAt, ''),
  };
}

/** `revision`, or `revisions` of several sources. */
function revisionsOf({ revision, revisions }: JsonObject): readonly string[] {
  const several = isArray(revisions) ? revisions.filter((one) => typeof one === 'string') : [];
  return several.length > 0 ? several : texts(revision);
}

function texts(text: Json | undefined): readonly string[] {
  return typeof text === 'string' && text !== '' ? [text] : [];
}

function triedBy({ syncResult, operation }: JsonObject): readonly string[] {
  const told = revisionsOf(objectAt(syncResult));
  return told.length > 0 ? told : revisionsOf(objectAt(operation, 'sync'));
}

/** Both are written by the same clock, in whole seconds. */
function isAfter(compared: string, finished: string): boolean {
  return finished === '' || (compared !== '' && Date.parse(compared) >= Date.parse(finished));
}

/** A sync that is tried again says so by a count; what it failed of last is still in its result. */
function retriedFor({ retryCount, message, syncResult }: JsonObject): Failure | null {
  const failed = itemsAt(syncResult, 'resources').find(({ status }) => status === 'SyncFailed');
  if (failed === undefined && typeof retryCount !== 'number') return null;
  const { kind, name, message: words } = failed ?? {};
  const told =
    failed === undefined
      ? shortError(stringOr(message, ''))
      : `${stringOr(kind, '')} ${stringOr(name, '')}: ${shortError(stringOr(words, ''))}`;
  return { message: told, isHopeless: false };
}

function failureOf(app: KubeObject, { phase }: JsonObject): string | null {
  if (phase !== 'Failed' && phase !== 'Error') return null;
  // a comparison that fails as well is told apart
  return argoHealth({ ...app, status: { ...objectAt(app.status), conditions: [], sync: {} } }).error;
}

function brokenBy(app: KubeObject): Failure | null {
  const found = itemsAt(app.status, 'conditions').find(({ type }) =>
    /^(?:ComparisonError|InvalidSpecError|UnknownError)$/.test(stringOr(type, '')),
  );
  if (found === undefined) return null;
  return {
    message: shortError(stringOr(found.message, '')) || stringOr(found.type, ''),
    isHopeless: HOPELESS.test(stringOr(found.type, '')),
  };
}

function idleness({ metadata, spec }: KubeObject): Stop | null {
  const { name, namespace } = metadata;
  const skip = 'argocd.argoproj.io/skip-reconcile';
  if (objectAt(metadata.annotations)[skip] === 'true')
    return {
      why: 'Argo CD is told to skip it',
      hint: `kubectl annotate applications.argoproj.io ${name} -n ${stringOr(namespace, 'argocd')} ${skip}-`,
    };
  const { automated } = objectAt(spec, 'syncPolicy');
  const isAutomated = isObject(automated) && automated.enabled !== false;
  return isAutomated
    ? null
    : { why: 'Argo CD syncs it only when told to', hint: `kubectl gitops sync ${name}` };
}
