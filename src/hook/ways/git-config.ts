import { dirname, join } from 'node:path';
import { UsageError } from '../../errors.ts';
import { bytesOf, hasConfigHooks, plainGit, setting } from '../place.ts';
import { type Way, type World, write } from '../plan.ts';
import { TEMPLATE } from '../edits/template.ts';

/** Found from wherever git runs it, also when the repository was moved. */
const COMMAND = 'sh "$(git rev-parse --git-common-dir)/kubectl-gitops/pre-push"';
const LOCAL = ['config', '--local'];

/** A hook of git's own configuration (git 2.54): runs besides all others, and touches no file that people share. */
export const GIT_CONFIG: Way = {
  manager: 'git-config',
  found: async (world) => ((await configured(world)) === null ? [] : ['hook.gitops of git config']),
  install: async (world) => {
    const { gitVersion } = world.place;
    if (!hasConfigHooks(gitVersion)) {
      throw new UsageError('OLD_GIT', `git ${gitVersion} knows no hooks of its configuration`, {
        hint: 'use git 2.54 or newer, or: kubectl gitops hook install --manager git-hooks',
      });
    }
    const file = script(world);
    const isSet = (await configured(world)) === COMMAND;
    const set = (key: string, value: string) =>
      ({ do: 'run', program: 'git', args: [...LOCAL, key, value] }) as const;
    return {
      at: 'hook.gitops of git config',
      steps: [
        ...write(file, bytesOf(file), TEMPLATE, 0o755),
        ...(isSet ? [] : [set('hook.gitops.event', 'pre-push'), set('hook.gitops.command', COMMAND)]),
      ],
      undo: [],
      next: [],
    };
  },
  remove: async (world) => {
    const file = script(world);
    const before = bytesOf(file);
    const isSet = (await configured(world)) !== null;
    const args = [...LOCAL, '--remove-section', 'hook.gitops'];
    return [
      ...(isSet ? [{ do: 'run', program: 'git', args } as const] : []),
      ...(before === null ? [] : write(file, before, null)),
      { do: 'rmdir', folder: dirname(file) },
    ];
  },
};

async function configured({ deps, place }: World): Promise<string | null> {
  return setting(deps, place.repository, ['--local', '--get', 'hook.gitops.command']);
}

/** The names of other hooks of the configuration that run before a push. */
export async function otherConfigHooks({ deps, place }: World): Promise<readonly string[]> {
  const args = ['config', '--name-only', '--get-regexp', '^hook\\..*\\.event$', '^pre-push$'];
  const { stdout } = await plainGit(deps, place.repository, args);
  const names = stdout.split('\n').map((key) => key.slice('hook.'.length, -'.event'.length));
  return names.filter((name) => name !== '' && name !== 'gitops');
}

function script({ place }: World): string {
  return join(place.repository.commonDir, 'kubectl-gitops', 'pre-push');
}
