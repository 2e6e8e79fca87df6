import { resolve } from 'node:path';
import { type Argv, text, texts } from '../argv.ts';
import type { Deps } from '../deps.ts';
import { openMemory, rememberedClusters } from '../engine/memory/memory.ts';
import { EXIT, type ExitCode, UsageError } from '../errors.ts';
import { repositoriesJson, repositoriesText } from '../output/repositories.ts';

/** `guard repos`: the repositories that are remembered, for which context, and how old that knowledge is. */
export async function guardRepos(argv: Argv, deps: Deps): Promise<ExitCode> {
  const all = rememberedClusters(deps).flatMap((cluster) => openMemory(cluster, deps).repositories());
  const json = text(argv, 'output') === 'json';
  deps.stdout.write(json ? repositoriesJson(all) : repositoriesText(all, deps.now()));
  return EXIT.ok;
}

/** `guard forget PATH...`: what a repository declares no longer counts, for any cluster. */
export async function guardForget(argv: Argv, deps: Deps): Promise<ExitCode> {
  for (const given of texts(argv, 'PATH')) {
    const path = resolve(deps.cwd, given);
    const forgotten = rememberedClusters(deps).filter((cluster) => openMemory(cluster, deps).forget(path));
    if (forgotten.length === 0) {
      throw new UsageError('UNKNOWN_TARGET', `nothing is remembered of ${path}`, {
        hint: 'see: kubectl gitops guard repos',
      });
    }
    deps.stdout.write(`forgot ${path}\n`);
  }
  return EXIT.ok;
}
