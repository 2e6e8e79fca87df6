import { gitFailure } from './failure.ts';
import type { LocatedRepository } from './repository.ts';

/** git's own configuration: the values of every key that matches, in git's order, the deciding one last. `scope`: as `--local`. */
export async function gitSettings(
  repository: Pick<LocatedRepository, 'git'>,
  pattern: string,
  scope: readonly string[] = [],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const read = await repository.git(['config', ...scope, '-z', '--get-regexp', pattern]);
  // 1: no key matches
  if (read.code > 1) throw gitFailure('cannot read git config', read);
  const pairs = read.stdout
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => {
      const end = entry.indexOf('\n');
      return end < 0 ? ([entry, 'true'] as const) : ([entry.slice(0, end), entry.slice(end + 1)] as const);
    });
  const values = Map.groupBy(pairs, ([key]) => key);
  return new Map([...values].map(([key, all]) => [key, all.map(([, value]) => value)]));
}

/** `gitops.env.NAME.context` by NAME: what this machine calls the contexts of environments. */
export async function contextOverrides(repository: LocatedRepository): Promise<ReadonlyMap<string, string>> {
  return overridesIn(await gitSettings(repository, '^gitops\\.env\\..+\\.context$'));
}

/** The same, of settings that were read already. */
export function overridesIn(settings: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, string> {
  return new Map(
    [...settings].flatMap(([key, values]) => {
      const name = /^gitops\.env\.(.+)\.context$/.exec(key)?.[1];
      return name === undefined ? [] : [[name, values.at(-1) ?? ''] as const];
    }),
  );
}

/** Every URL of every remote, as configured, by the remote's name. */
export async function remoteUrls(
  repository: LocatedRepository,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const settings = await gitSettings(repository, '^remote\\..+\\.(url|pushurl)$');
  const urls = [...settings].map(([key, values]) => ({
    name: key.replace(/^remote\.|\.(push)?url$/g, ''),
    values,
  }));
  const byName = Map.groupBy(urls, ({ name }) => name);
  return new Map([...byName].map(([name, all]) => [name, [...new Set(all.flatMap(({ values }) => values))]]));
}
