import { type Json, type KubeObject, objectAt, stringOr } from '../object.ts';

/** By which an artifact tells the commit that it was made of; kustomize-controller and source-watcher go by it too. */
const ORIGIN = 'org.opencontainers.image.revision';

/** The revision of git that the artifact of a source was made of, as written; null: there is none, or it does not tell. */
export function sourceCommit(source: KubeObject | null): string | null {
  if (source === null) return null;
  const { revision, metadata } = objectAt(source.status, 'artifact');
  return text(objectAt(metadata)[ORIGIN]) ?? gitRevision(revision, source.kind);
}

/** The revision of git that a Kustomization applied last, as written; null: none, or nobody tells which. */
export function appliedCommit(object: KubeObject): string | null {
  const { lastAppliedOriginRevision, lastAppliedRevision } = objectAt(object.status);
  return text(lastAppliedOriginRevision) ?? gitRevision(lastAppliedRevision, sourceKind(object));
}

/** Of what kind the source of a Kustomization is. */
export function sourceKind({ spec }: KubeObject): string {
  return stringOr(objectAt(spec, 'sourceRef').kind, 'GitRepository');
}

/**
 * A revision of a source of this kind, if it is one of git. What is not of a GitRepository may be called by the digest of
 * its content, which can be as long as a commit.
 */
export function gitRevision(revision: Json | undefined, kind: string): string | null {
  const known = text(revision);
  return kind === 'GitRepository' || /(?:^|@)sha1:/.test(known ?? '') ? known : null;
}

function text(value: Json | undefined): string | null {
  return stringOr(value, '') || null;
}
