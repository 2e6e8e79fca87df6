import type { Config } from '../../../config/types.ts';
import type { Deps } from '../../../deps.ts';
import { UsageError } from '../../../errors.ts';
import { type CommitView, openCommitViews } from '../../../git/commits/commit-views.ts';
import type { LocatedRepository } from '../../../git/repository.ts';
import type { View } from '../../../view.ts';
import { configOf } from './commit.ts';

/** Finds the commit whose configuration counts where nothing else can be read: the remote's default branch. null: it is not here. */
export type FindDefault = () => Promise<string | null>;

/**
 * What the remote has in place of a configuration that cannot be read: base's, else that of its default branch; null: it
 * has none, undefined: none that can be read. Of roots only those that head has as well: it may have moved the others.
 */
export async function standInConfig(
  repository: LocatedRepository,
  head: View,
  base: CommitView | null,
  findDefault: FindDefault,
  deps: Deps,
): Promise<Config | null | undefined> {
  const own = base === null ? undefined : await readable(base, repository.top, deps);
  const found = own ?? (await ofDefault(repository, findDefault, deps));
  if (found === undefined) return own;
  return found === null ? null : thereIn(found, head);
}

async function ofDefault(
  repository: LocatedRepository,
  findDefault: FindDefault,
  deps: Deps,
): Promise<Config | null | undefined> {
  const oid = await findDefault();
  return oid === null ? undefined : readable(await openCommitViews(repository)(oid), repository.top, deps);
}

async function readable(
  { view, settle }: CommitView,
  top: string,
  deps: Deps,
): Promise<Config | null | undefined> {
  try {
    return await configOf(view, settle, top, deps);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

function thereIn(config: Config, view: View): Config {
  const environments = config.environments.map((environment) => ({
    ...environment,
    apps: environment.apps.filter(({ root }) => view.kindOf(root) !== null),
  }));
  return { ...config, environments };
}
