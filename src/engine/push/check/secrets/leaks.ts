import { readBlobs } from '../../../../git/commits/blobs.ts';
import type { BroughtFile } from '../../../../git/push/files.ts';
import type { LocatedRepository } from '../../../../git/repository.ts';
import { goneSince } from '../../../../push/gone.ts';
import type { View } from '../../../../view.ts';
import type { Tell } from '../../types.ts';

const MANIFEST = /\.(?:ya?ml|json)$/;
const SECRET = /\bkind["']?\s*:\s*["']?Secret\b/;
/** What is no manifest, but will be one: rendering it tells. */
const TEMPLATE = /\{\{/;
/** Where the values of Secrets are made up. */
const FIXTURES = /(?:^|\/)(?:testdata|fixtures|tests?)\//;

/**
 * Secrets that a pushed commit holds in plain text, one that a later commit takes out again included: history keeps
 * it. `head`: what is there at the end. Returns the files of it that were found, so that their rendering need not be
 * looked at again.
 */
export async function checkLeaks(
  repository: LocatedRepository,
  brought: readonly BroughtFile[],
  head: Pick<View, 'digest'>,
  allowed: readonly string[],
  tell: Tell,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const suspects = brought.filter(({ path }) => MANIFEST.test(path) && !FIXTURES.test(path));
  if (suspects.length === 0) return found;
  const { globMatcher } = await import('../../../../patterns/glob.ts');
  const isAllowed = allowed.length === 0 ? () => false : globMatcher(allowed);
  const files = suspects.filter(({ path }) => !isAllowed(path));
  const blobs = await readBlobs(repository, [...new Set(files.map(({ oid }) => oid))]);
  for (const { path, oid, commit } of files) {
    const text = String(blobs.get(oid) ?? '');
    if (!SECRET.test(text) || TEMPLATE.test(text)) continue;
    const gone = goneSince(`blob:${oid}`, head.digest(path));
    const isThere = gone.gone === undefined;
    const { leaksOf } = await import('./leak.ts');
    const leaks = leaksOf(text, path, isThere ? null : commit, gone);
    if (isThere && leaks.length > 0) found.add(path);
    tell(...leaks);
  }
  return found;
}
