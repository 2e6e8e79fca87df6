import { CONFIG_FILE, configIn } from '../../config/config.ts';
import type { Config, Environment } from '../../config/types.ts';
import type { Deps } from '../../deps.ts';
import type { LocatedRepository } from '../../git/repository.ts';
import { type ExtractedTree, treeAt } from '../../git/trees.ts';
import type { Commits } from '../../git/view.ts';
import { globsOf } from '../../render/plain-files.ts';
import { openReads } from '../../render/reads.ts';
import { renderRoot } from '../../render/render.ts';
import type { Rendering, Root, Target } from '../../render/types.ts';
import type { View } from '../../view.ts';
import { appsIn } from '../open/apps.ts';
import type { App } from '../types.ts';

/** One end of a push: what it configures, and what its roots render to. Laid out only when something must be read as files. */
export interface PushedCommit extends AsyncDisposable {
  readonly oid: string;
  readonly config: Config | null;
  readonly has: (file: string) => boolean;
  /** The apps of an environment that are there, or where nobody configured any the roots that are. */
  readonly apps: (environment: Environment | null) => Promise<readonly App[]>;
  /** Of each root, whether a path can change what it renders to. */
  readonly readsOf: (roots: readonly Root[]) => Promise<readonly ((path: string) => boolean)[]>;
  readonly render: (root: Root, target: Target, deps: Deps) => Promise<Rendering>;
  readonly tree: () => Promise<ExtractedTree>;
}

/** Throws UsageError INVALID_CONFIG where the commit configures what cannot be read. */
export async function openCommit(
  repository: LocatedRepository,
  oid: string,
  view: View,
  { settle }: Commits,
  deps: Deps,
): Promise<PushedCommit> {
  const text = await settle(() => view.read(CONFIG_FILE)?.toString('utf8'));
  let laid: Promise<ExtractedTree> | undefined;
  const tree = () => {
    laid ??= treeAt(repository, oid, deps);
    return laid;
  };
  return {
    oid,
    config: configIn(text, view.kindOf('.gitops.yml') === 'file'),
    has: (file) => view.kindOf(file) === 'file',
    apps: (environment) => settle(() => appsIn(environment, view)),
    readsOf: async (roots) => {
      const isWanted = await globsOf(roots);
      return settle(() => roots.map(openReads(view, isWanted)).map(({ touches }) => touches));
    },
    render: async (root, target, own) => renderRoot(root, await tree(), target, own),
    tree,
    [Symbol.asyncDispose]: async () => {
      if (laid !== undefined) await (await laid.catch(() => undefined))?.dispose();
    },
  };
}
