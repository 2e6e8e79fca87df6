import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CONFIG_FILE } from '../../config/parse.ts';
import type { Deps } from '../../deps.ts';
import { GitopsError } from '../../errors.ts';
import { openRepository } from '../../git/repository.ts';
import { dirtyPaths } from '../../git/status.ts';
import { withDesired } from '../desired.ts';
import type { Memory } from '../memory/memory.ts';
import { remember } from '../memory/remember.ts';
import type { Query } from '../query.ts';
import { resolveAll } from '../compare/resolve-all.ts';

/**
 * Standing in a repository, what it declares now counts, not what it declared when it was last read. Costs nothing
 * where nothing changed since; a repository that cannot be rendered leaves what is remembered of it.
 */
export async function refreshHere(query: Query, memory: Memory, deps: Deps): Promise<void> {
  if (!mayBeRepository(deps)) return;
  const repository = await openRepository(deps).catch(() => null);
  if (repository === null) return;
  const before = memory.repositories().find(({ path }) => path === repository.top);
  // without a word of configuration only a repository that was compared with this cluster is about this cluster
  if (before === undefined && !existsSync(join(repository.top, CONFIG_FILE))) return;
  const roots = Object.keys(before?.digests ?? {});
  // a root may read what lies beside it, so anything uncommitted is a reason to render again
  const dirty = (await dirtyPaths(repository, ['.'])).length > 0;
  if (before !== undefined && before.revision === repository.head && !before.dirty && !dirty) return;
  try {
    await withDesired(
      query,
      deps,
      () => {},
      async ({ rendered, guessed, config, targets, dirty: isDirty }, cluster) => {
        // several roots that nobody chose between may be meant for another cluster: those that this one ran before
        const apps = guessed
          ? rendered.apps.filter(({ app }) => roots.includes(app.root.path))
          : rendered.apps;
        if (apps.length === 0) return;
        const { items, ready } = resolveAll(apps, cluster, targets, query);
        ready.catch(() => undefined);
        await remember(
          { repository, config, dirty: await isDirty, items, rendered: apps, whole: true },
          cluster,
          deps,
        );
      },
    );
  } catch (error) {
    if (!(error instanceof GitopsError) || deps.signal.aborted) throw error;
  }
}

/** Looked up without git: this is asked before every kubectl that writes. */
function mayBeRepository({ cwd, env }: Deps): boolean {
  if (env.GIT_DIR !== undefined) return true;
  for (let dir = cwd; ; dir = dirname(dir)) {
    if (existsSync(join(dir, '.git'))) return true;
    if (dirname(dir) === dir) return false;
  }
}
