import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { objectAt } from '../object.ts';
import type { Manager } from './ways/managers.ts';
import { hasConfigHooks, setting, shownPath } from './place.ts';
import type { World } from './plan.ts';
import { packageJson } from './ways/use.ts';
import { findSites } from './ways/ways.ts';

/** Why a push was not asked about, and what to do. */
export interface Reason {
  readonly what: string;
  readonly hint: string;
}

/** The most likely reason why the hook was not reached. */
export async function diagnose(world: World): Promise<Reason> {
  const sites = await findSites(world);
  const [site] = sites;
  if (site === undefined) return { what: notInstalled(world), hint: 'kubectl gitops hook install' };
  const reasons = [
    switchOf(world, site.manager),
    await OF[site.manager](world),
    site.manager === 'git-config' ? null : hookFile(world),
    isInPath(world) ? null : { what: 'kubectl-gitops is not in PATH', hint: 'put it there: echo $PATH' },
  ];
  return (
    reasons.find((reason) => reason !== null) ?? {
      what: `what stands in ${site.at} was not reached`,
      hint: 'look at what git and the hooks said, and at the lines before it',
    }
  );
}

/** Configuration that looks like hooks, and is read by nobody any more. */
function notInstalled({ place }: World): string {
  const old = objectAt(packageJson(place), 'husky', 'hooks');
  return 'pre-push' in old
    ? 'it is not installed; "husky" in package.json is of version 4, and husky 5 and newer do not read it'
    : 'it is not installed';
}

const SWITCHES: readonly (readonly [Manager | null, name: string, value: RegExp])[] = [
  [null, 'GITOPS_HOOK', /^off$/],
  ['husky', 'HUSKY', /^0$/],
  ['lefthook', 'LEFTHOOK', /^(0|false)$/],
  ['lefthook', 'LEFTHOOK_EXCLUDE', /(^|,)gitops(,|$)/],
  ['pre-commit', 'SKIP', /(^|,)gitops(,|$)/],
  ['simple-git-hooks', 'SKIP_SIMPLE_GIT_HOOKS', /^1$/],
];

function switchOf({ place }: World, manager: Manager): Reason | null {
  const { env } = place.repository;
  const found = SWITCHES.find(
    ([of, name, value]) => (of === null || of === manager) && value.test(env[name] ?? ''),
  );
  if (found === undefined) return null;
  const [, name] = found;
  return { what: `${name}=${env[name] ?? ''} is set`, hint: `unset ${name}` };
}

type Ask = (world: World) => Reason | null | Promise<Reason | null>;

const OF: Readonly<Record<Manager, Ask>> = {
  husky: ({ use, place }) =>
    place.hooksPath === null || use.husky?.live !== true
      ? { what: husky(place.hooksPath), hint: 'npm install' }
      : null,
  lefthook: ({ use }) =>
    use.lefthook?.live === true
      ? null
      : { what: 'lefthook has made no hooks in this clone', hint: 'lefthook install' },
  'pre-commit': ({ use }) =>
    use.preCommit?.live === true
      ? null
      : {
          what: 'pre-commit has made no hooks in this clone',
          hint: 'pre-commit install --hook-type pre-push',
        },
  'simple-git-hooks': ({ use }) =>
    use.simpleGitHooks?.live === true
      ? null
      : { what: 'simple-git-hooks has made no hooks in this clone', hint: 'npx simple-git-hooks' },
  'git-config': async ({ deps, place }) => {
    if (!hasConfigHooks(place.gitVersion))
      return {
        what: `git ${place.gitVersion} reads no hooks of its configuration, which came with 2.54`,
        hint: 'kubectl gitops hook uninstall && kubectl gitops hook install',
      };
    const enabled = await setting(deps, place.repository, ['--bool', '--get', 'hook.gitops.enabled']);
    if (enabled !== 'false') return null;
    return { what: 'hook.gitops.enabled is false', hint: 'git config --unset hook.gitops.enabled' };
  },
  'git-hooks': () => null,
};

function husky(hooksPath: string | null): string {
  return hooksPath === null
    ? 'husky has not set core.hooksPath in this clone'
    : `core.hooksPath is ${hooksPath}, which does not exist in this work tree`;
}

/** The file that git itself starts. */
function hookFile({ place }: World): Reason | null {
  const file = join(place.hooks, 'pre-push');
  const shown = shownPath(file, place.repository);
  if (!existsSync(place.hooks) && place.hooksPath !== null)
    return {
      what: `core.hooksPath is ${place.hooksPath}, which does not exist in this work tree`,
      hint: 'git config --unset core.hooksPath, or make that folder',
    };
  if (!existsSync(file))
    return {
      what: `git takes hooks from ${shownPath(place.hooks, place.repository)}, and there is no pre-push`,
      hint: 'let the manager of the hooks make it, or: kubectl gitops hook uninstall && kubectl gitops hook install',
    };
  return isExecutable(file)
    ? null
    : { what: `${shown} is not executable: git passes it over`, hint: `chmod +x ${shown}` };
}

function isInPath({ place }: World): boolean {
  const folders = (place.repository.env.PATH ?? '').split(delimiter);
  return folders.some((folder) => isExecutable(join(folder, 'kubectl-gitops')));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
