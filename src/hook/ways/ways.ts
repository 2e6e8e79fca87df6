import type { Deps } from '../../deps.ts';
import { GIT_CONFIG } from './git-config.ts';
import { GIT_HOOKS } from './git-hooks.ts';
import { HUSKY } from './husky.ts';
import { LEFTHOOK } from './lefthook.ts';
import type { Manager } from './managers.ts';
import { findPlace } from '../place.ts';
import type { Way, World } from '../plan.ts';
import { PRE_COMMIT } from './pre-commit.ts';
import { SIMPLE_GIT_HOOKS } from './simple-git-hooks.ts';
import { findUse } from './use.ts';

const WAYS: Readonly<Record<Manager, Way>> = {
  husky: HUSKY,
  lefthook: LEFTHOOK,
  'pre-commit': PRE_COMMIT,
  'simple-git-hooks': SIMPLE_GIT_HOOKS,
  'git-config': GIT_CONFIG,
  'git-hooks': GIT_HOOKS,
};

export const ALL_WAYS: readonly Way[] = Object.values(WAYS);

export function wayOf(manager: Manager): Way {
  return WAYS[manager];
}

export async function findWorld(deps: Deps): Promise<World> {
  const place = await findPlace(deps);
  return { deps, place, use: findUse(place) };
}

export interface Site {
  readonly manager: Manager;
  readonly at: string;
}

/** Everywhere that our hook stands in this repository; a folder of hooks can be a manager's, whose it is then. */
export async function findSites(world: World): Promise<readonly Site[]> {
  const found = await Promise.all(
    ALL_WAYS.map(async ({ manager, found: places }) =>
      (await places(world)).map((at): Site => ({ manager, at })),
    ),
  );
  const sites = found.flat();
  return sites.filter(({ at }, index) => sites.findIndex((other) => other.at === at) === index);
}
