import type { Config, Environment } from '../../config/types.ts';
import type { Targets } from '../../discover/targets.ts';
import { findRoots, kindOfDirectory } from '../../render/find.ts';
import type { Root, RootKind, Tree } from '../../render/types.ts';
import { diskView } from '../../view.ts';
import type { App } from '../types.ts';

/**
 * The apps to compare: those of the paths asked for, else the environment's, else every root found in the tree.
 * `guessed`: nobody named them, so what this cluster does not run is left out.
 */
export interface Selected {
  readonly apps: readonly App[];
  readonly guessed: boolean;
}

export async function selectApps(
  targets: Targets,
  environment: Environment | null,
  tree: Tree,
): Promise<Selected> {
  const named = targets.roots.length + targets.apps.length > 0;
  const entries = environment?.apps ?? [];
  const chosen = entries.filter((entry) => !named || targets.apps.includes(entry.name ?? entry.root));
  const paths = await Promise.all(
    targets.roots.map(async (root) => {
      const entry = entries.find((one) => one.root === root.path);
      return entry === undefined ? appOf(root.path, root) : configured(entry, tree);
    }),
  );
  if (named || environment !== null) {
    const apps = await Promise.all(chosen.map((entry) => configured(entry, tree)));
    const others = apps.filter((app) => paths.every((path) => path.root.path !== app.root.path));
    return { apps: [...paths, ...others], guessed: false };
  }
  const roots = findRoots(diskView(tree.dir));
  return { apps: roots.map((root) => appOf(root.path, root)), guessed: roots.length > 1 };
}

async function configured(entry: Environment['apps'][number], tree: Tree): Promise<App> {
  const { name, kind, root: path, ...rest } = entry;
  const detected: RootKind = kind ?? kindOfDirectory(path, diskView(tree.dir));
  return appOf(name ?? path, { kind: detected, path, ...rest });
}

function appOf(name: string, root: Root): App {
  return { ref: { name, deployer: 'none', root: root.path, deployedRevision: null }, root };
}

export function appNames(config: Config | null): readonly string[] {
  return config === null
    ? []
    : config.environments.flatMap(({ apps }) => apps.map((app) => app.name ?? app.root));
}
