import { conditionsOf, findCondition, itemsAt, wordsOf } from '../../health/status.ts';
import { groupOf, type KubeObject, namespaceOf, objectAt, stringOr } from '../../object.ts';
import { sourceCommit } from '../flux-commit.ts';
import type { Packing, Stop } from './types.ts';

/** What is around an app that may be deployed from an artifact. */
interface Around {
  readonly source: KubeObject | null;
  readonly generator: KubeObject | null;
  readonly origins: readonly KubeObject[];
}

const RECONCILE = 'source.extensions.fluxcd.io/reconcile';

/** How far an ArtifactGenerator is with what its sources fetched; null: there is none. */
export function packingOf({ generator, origins }: Around): Packing | null {
  if (generator === null) return null;
  const failed = findCondition(conditionsOf(generator), 'Ready', 'False');
  return {
    fetched: origins.flatMap((one) => sourceCommit(one) ?? []),
    // a newer commit, or another spec of it, may well mend it
    failure:
      failed === undefined ? null : { message: `${named(generator)}: ${wordsOf(failed)}`, isHopeless: false },
    stopped: disabledBy(generator),
  };
}

/** Whether an ArtifactGenerator is told to do nothing. */
export function disabledBy(generator: KubeObject): Stop | null {
  const { annotations, name } = generator.metadata;
  if (stringOr(objectAt(annotations)[RECONCILE], '').toLowerCase() !== 'disabled') return null;
  const where = `artifactgenerators.${groupOf(generator.apiVersion)} ${name} -n ${namespaceOf(generator) ?? 'default'}`;
  return { why: `the ${named(generator)} is disabled`, hint: `kubectl annotate ${where} ${RECONCILE}-` };
}

/** Why nobody can tell the commit of what is called by the digest of its content; null: it is told, or will be. */
export function untoldBy({ kind, spec, status }: KubeObject, { source, generator }: Around): Stop | null {
  const { chartRef, sourceRef } = objectAt(spec);
  const reference = objectAt(kind === 'HelmRelease' ? chartRef : sourceRef);
  // the image of a chart is made elsewhere
  const kinds = kind === 'HelmRelease' ? [ARTIFACT] : [ARTIFACT, 'OCIRepository'];
  const its = kinds.find((one) => one === reference.kind);
  if (its === undefined || sourceCommit(source) !== null) return null;
  if (source === null) {
    const isApplied = stringOr(objectAt(status).lastAppliedRevision, '') !== '';
    const why = `which commit it is at cannot be told: ${its} ${stringOr(reference.name, '')} cannot be read`;
    return isApplied ? { why, hint: `ask for the right to list and watch it: ${its}` } : null;
  }
  if (stringOr(objectAt(source.status, 'artifact').revision, '') === '') return null;
  const why = `which commit it is at cannot be told: ${named(source)} does not say what it was made of`;
  if (its !== ARTIFACT)
    return { why, hint: 'push it with its commit: flux push artifact --source URL --revision REV' };
  if (generator !== null && asksForOrigin(generator, source)) return null;
  const by = generator === null ? 'what makes it' : named(generator);
  return { why, hint: `set originRevision of the artifact ${source.metadata.name} in ${by}, in git` };
}

const ARTIFACT = 'ExternalArtifact';

/** Names of a pattern are not followed: any of its artifacts may be this one. */
function asksForOrigin({ spec }: KubeObject, { metadata }: KubeObject): boolean {
  const isPattern = stringOr(objectAt(spec).pathPattern, '') !== '';
  return itemsAt(spec, 'artifacts').some(
    ({ name, originRevision }) =>
      (isPattern || name === metadata.name) && stringOr(originRevision, '') !== '',
  );
}

function named({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.name}`;
}
