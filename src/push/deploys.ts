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
