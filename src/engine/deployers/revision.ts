/** `main@sha1:3f2c…`, `refs/heads/main@sha1:…`, or the commit itself; null: it is no commit. */
export function commitIn(revision: string | null): string | null {
  return /(?:^|[@/:])([0-9a-f]{40}(?:[0-9a-f]{24})?)$/.exec(revision ?? '')?.[1] ?? null;
}
