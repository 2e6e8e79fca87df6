import type { Config, Environment } from '../../config/types.ts';
import type { Targets } from '../../discover/targets.ts';
import type { ControlledApp, DiscoveredApp } from '../../discover/types.ts';
import { findRoots, kindOfDirectory } from '../../render/find.ts';
import type { Root, RootKind, Tree } from '../../render/types.ts';
import { diskView, type View } from '../../view.ts';
import type { Discovered } from '../controlled/discovered.ts';
import { commandRoot } from '../trust/roots.ts';
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
  { here: controlled, entries: places }: Pick<Discovered, 'here' | 'entries'>,
  tree: Tree,
): Promise<Selected> {
  const named = targets.roots.length + targets.apps.length > 0;
  const entries = environment?.apps ?? [];
  const chosen = entries.filter((entry) => !named || targets.apps.includes(entry.name ?? entry.root));
  const view = diskView(tree.dir);
  const paths = targets.roots.flatMap((root): readonly App[] => {
    const brought = places.get(root.path) ?? [];
    const theirs = controlled.filter(({ id }) => brought.includes(id));
    if (theirs.length > 0) return theirs.map(controlledApp);
    const entry = entries.find((one) => one.root === root.path);
    if (entry !== undefined) return [configured(entry, view)];
    const known = controlled.filter((one) => one.root.path === root.path);
    return known[0] === undefined || known.length > 1 ? [appOf(root.path, root)] : [controlledApp(known[0])];
  });
  if (named || environment !== null) {
    const theirs = controlled.filter((one) =>
      namesOf(one, controlled).some((name) => targets.apps.includes(name)),
    );
    const apps = [...chosen.map((entry) => configured(entry, view)), ...theirs.map(controlledApp)];
    const others = apps.filter((app) => paths.every((path) => path.root.path !== app.root.path));
    return { apps: [...paths, ...others], guessed: false };
  }
  if (controlled.length > 0) return { apps: controlled.map(controlledApp), guessed: false };
  const apps = appsIn(null, view);
  return { apps, guessed: apps.length > 1 };
}

/** An app as the object of its controller declares it. */
export function controlledApp(app: DiscoveredApp): App {
  const { id, deployer, root } = app;
  return { ref: { name: id, deployer, root: root.path, deployedRevision: null }, root, controlled: app };
}

/** By its id, and where no other has it by the name of its object alone. */
export function namesOf({ id, object }: ControlledApp, all: readonly ControlledApp[]): readonly string[] {
  const { name } = object.metadata;
  const isAlone = all.filter((one) => one.object.metadata.name === name).length === 1;
  return isAlone ? [id, name] : [id];
}

/** The apps of an environment that are there, or where nobody configured any the roots that a tree has. */
export function appsIn(environment: Environment | null, view: View): readonly App[] {
  if (environment === null) return findRoots(view).map((root) => appOf(root.path, root));
  return environment.apps
    .filter(({ root }) => view.kindOf(root) !== null)
    .map((entry) => configured(entry, view));
}

function configured(
  { name, kind, root: path, render, isTrusted, ...rest }: Environment['apps'][number],
  view: View,
): App {
  if (render !== undefined)
    return appOf(name ?? path, commandRoot({ path, ...rest }, render, isTrusted === true));
  const detected: RootKind = kind ?? kindOfDirectory(path, view);
  return appOf(name ?? path, { kind: detected, path, ...rest });
}

/** A root by its own name, or the one that its environment gives it. */
export function appOf(name: string, root: Root): App {
  return { ref: { name, deployer: 'none', root: root.path, deployedRevision: null }, root };
}

/** What a TARGET may call an app. */
export function appNames(config: Config | null, controlled: readonly ControlledApp[]): readonly string[] {
  const own =
    config === null ? [] : config.environments.flatMap(({ apps }) => apps.map((app) => app.name ?? app.root));
  return [...own, ...controlled.flatMap((app) => namesOf(app, controlled))];
}
