/** Makes one test of several globs. */
export type Matcher = (patterns: readonly string[]) => (text: string) => boolean;

export function isGlob(pattern: string): boolean {
  return /[*?[{!]/.test(pattern);
}

/**
 * Whether a ref is one that an environment deploys: a branch or tag by its short or full name. `branches` without an
 * entry: the remote's own default branch, `main` or `master` where nobody knows which that is.
 */
export function deploysFrom(
  branches: readonly string[],
  remoteRef: string,
  defaultBranch: string | null,
  matches: Matcher,
): boolean {
  const short = remoteRef.replace(/^refs\/(?:heads|tags)\//, '');
  const isBranch = remoteRef.startsWith('refs/heads/');
  if (branches.length === 0)
    return isBranch && (defaultBranch === null ? /^(?:main|master)$/.test(short) : short === defaultBranch);
  if (branches.includes(short) || branches.includes(remoteRef)) return true;
  const patterns = branches.filter(isGlob);
  if (patterns.length === 0) return false;
  const isMatch = matches(patterns);
  return isMatch(short) || isMatch(remoteRef);
}

/** A range of versions, as tags are chosen by: `1.x`, `>=1.2 <2`, `v1.*`. */
const RANGE = /[<>=~^*| ]|(?:^|\.)[xX](?:\.|$)/;
const VERSION_TAG = /^refs\/tags\/v?\d+(?:\.\d+)*/;

/**
 * Whether an app that follows a revision is deployed from a ref. null is the remote's default branch; a commit is no ref;
 * of a range of versions every tag that is one may be the next.
 */
export function followsRevision(
  remoteRef: string,
  revision: string | null,
  defaultBranch: string | null,
): boolean {
  if (revision === null) return deploysFrom([], remoteRef, defaultBranch, () => () => false);
  if (RANGE.test(revision)) return VERSION_TAG.test(remoteRef);
  return deploysFrom([revision], remoteRef, defaultBranch, () => () => false);
}
