import { resolve } from 'node:path';
import { gitFailure } from '../failure.ts';
import type { LocatedRepository } from '../repository.ts';
import { gitSettings } from '../settings.ts';

/** What a remote had when it was last asked: the commits of its branches, and of its `HEAD`, by name. */
export interface LastFetched {
  readonly remote: string;
  readonly branches: ReadonlyMap<string, string>;
}

/**
 * The last known state of where a push goes. git names a remote, or the URL that was typed, which may be one of a
 * remote's.
 */
export async function lastFetched(
  repository: LocatedRepository,
  remote: string,
  url: string,
): Promise<LastFetched> {
  const named = await branchesOf(repository, remote);
  if (named.size > 0) return { remote, branches: named };
  const other = await remoteWithUrl(repository, [remote, url]);
  if (other === null || other === remote) return { remote, branches: named };
  return { remote: other, branches: await branchesOf(repository, other) };
}

/** The commit of the remote's default branch; of `main` or `master` where nobody knows which that is. null: it is not here. */
export function defaultTip({ branches }: LastFetched): string | null {
  return branches.get('HEAD') ?? branches.get('main') ?? branches.get('master') ?? null;
}

async function branchesOf(
  repository: LocatedRepository,
  remote: string,
): Promise<ReadonlyMap<string, string>> {
  const below = `refs/remotes/${remote}/`;
  const listed = await repository.git(['for-each-ref', '--format=%(objectname) %(refname)', below]);
  if (listed.code !== 0) throw gitFailure(`cannot read the branches of ${remote}`, listed);
  return new Map(
    listed.stdout.split('\n').flatMap((line) => {
      const [, oid, ref] = /^(\S+) (.+)$/.exec(line) ?? [];
      return oid === undefined || !ref?.startsWith(below) ? [] : [[ref.slice(below.length), oid] as const];
    }),
  );
}

async function remoteWithUrl(
  repository: LocatedRepository,
  wanted: readonly string[],
): Promise<string | null> {
  const settings = await gitSettings(repository, '^(remote\\..+\\.(push)?url|url\\..+\\.(push)?insteadof)$');
  const places = new Set(wanted.filter((url) => url !== '').map((url) => placeOf(url, repository.top)));
  const rules = [...settings].flatMap(([key, prefixes]) => {
    const [, base] = /^url\.(.+)\.(?:push)?insteadof$/s.exec(key) ?? [];
    return base === undefined ? [] : prefixes.map((prefix) => ({ prefix, base }));
  });
  for (const [key, urls] of settings) {
    const [, name] = /^remote\.(.+)\.(?:push)?url$/s.exec(key) ?? [];
    if (name === undefined) continue;
    const all = urls.flatMap((url) => [url, ...rewritten(url, rules)]);
    if (all.some((url) => places.has(placeOf(url, repository.top)))) return name;
  }
  return null;
}

interface Rule {
  readonly prefix: string;
  readonly base: string;
}

/** What `insteadOf` and `pushInsteadOf` may make of a URL; which of them did is of no interest here. */
function rewritten(url: string, rules: readonly Rule[]): readonly string[] {
  return rules
    .filter(({ prefix }) => url.startsWith(prefix))
    .map(({ prefix, base }) => `${base}${url.slice(prefix.length)}`);
}

/** Two spellings of one place compare equal: `file://`, relative paths, a slash or `.git` at the end. */
function placeOf(url: string, top: string): string {
  const bare = url.replace(/^file:\/\//, '').replace(/(?:\/+(?:\.git)?|\.git\/*)$/, '');
  const isPath = !/^[^/]*:/.test(bare);
  return isPath ? resolve(top, bare) : bare;
}
