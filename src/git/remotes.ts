import { isAbsolute, resolve } from 'node:path';
import { gitFailure } from './failure.ts';
import type { LocatedRepository } from './repository.ts';
import { remoteUrls } from './settings.ts';

/**
 * Every URL that this repository is fetched from or pushed to: as configured, and as `insteadOf` makes of it. A path is
 * absolute. The work tree itself is one more, for who deploys from this machine.
 */
export async function repositoryUrls(repository: LocatedRepository): Promise<readonly string[]> {
  const [configured, listed] = await Promise.all([
    remoteUrls(repository),
    repository.git(['remote', '--verbose']),
  ]);
  if (listed.code !== 0) throw gitFailure('cannot list the remotes', listed);
  const rewritten = listed.stdout
    .split('\n')
    .flatMap((line) => /^\S+\t(.*) \((?:fetch|push)\)/.exec(line)?.[1] ?? []);
  const urls = [...[...configured.values()].flat(), ...rewritten, repository.top];
  return [...new Set(urls.map((url) => absolute(url, repository.top)))];
}

/** A remote on this machine may be written as a path from the work tree. */
function absolute(url: string, top: string): string {
  return /^\.{1,2}(?:\/|$)/.test(url) && !isAbsolute(url) ? resolve(top, url) : url;
}
