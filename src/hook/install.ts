import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Deps } from '../deps.ts';
import { UsageError } from '../errors.ts';
import { chooseManager } from './ways/choose.ts';
import { refuseShared } from './ways/git-hooks.ts';
import type { Manager } from './ways/managers.ts';
import { carryOut, type Plan, type Step, type World } from './plan.ts';
import { recordSteps } from './record.ts';
import { findSites, findWorld, wayOf } from './ways/ways.ts';

export interface InstallOptions {
  /** Do not ask the repository. */
  readonly manager?: Manager;
  /** Only say what would be done. */
  readonly print: boolean;
}

export interface InstallReport extends Pick<Plan, 'at' | 'next' | 'steps'> {
  readonly manager: Manager;
  readonly top: string;
}

/**
 * Puts the hook where the repository's hooks go through; a second time there is nothing to do. Throws UsageError
 * where that cannot be told, RefusedError with the lines to add where a file is not for us to edit.
 */
export async function install(deps: Deps, { manager, print }: InstallOptions): Promise<InstallReport> {
  const world = await findWorld(deps);
  const chosen = await choose(world, manager);
  const plan = await wayOf(chosen).install(world);
  const steps =
    plan.steps.length === 0
      ? []
      : [
          ...plan.steps,
          ...recordSteps(world.place, { madeFolders: missingFolders(plan.steps), undo: plan.undo }),
        ];
  if (!print) await carryOut(steps, world);
  const { top } = world.place.repository;
  return { manager: chosen, top, at: plan.at, next: plan.next, steps };
}

/** Where it stands already it stays: a second place would have every push judged twice. */
async function choose(world: World, asked: Manager | undefined): Promise<Manager> {
  const sites = await findSites(world);
  const other = sites.find((site) => asked !== undefined && site.manager !== asked);
  if (other !== undefined) {
    throw new UsageError('INSTALLED_ELSEWHERE', `the hook is installed in ${other.at} (${other.manager})`, {
      hint: 'first: kubectl gitops hook uninstall',
    });
  }
  const chosen = asked ?? sites[0]?.manager ?? chooseManager(world.use, world.place.gitVersion);
  if (chosen === 'git-hooks' && asked === undefined && sites.length === 0) refuseShared(world);
  return chosen;
}

/** Folders that the steps will make, the deepest first. */
function missingFolders(steps: readonly Step[]): readonly string[] {
  const missing = new Set<string>();
  for (const step of steps) {
    if (step.do !== 'write') continue;
    for (let at = dirname(step.file); !existsSync(at); at = dirname(at)) missing.add(at);
  }
  return [...missing].sort((one, other) => other.length - one.length);
}
