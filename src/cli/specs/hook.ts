import type { CommandGroup } from '../spec.ts';

const body = () => import('../../commands/hook.ts');

export const HOOK: CommandGroup = {
  name: 'hook',
  describe: 'Ask the clusters about what is pushed, before it is',
  commands: [
    {
      name: 'install',
      usage: 'install',
      describe: 'Have git ask before every push, by way of the hooks that the repository has',
      options: {
        print: { type: 'boolean', default: false, describe: 'Only show what would be done' },
        manager: {
          choices: ['husky', 'lefthook', 'pre-commit', 'simple-git-hooks', 'git-config', 'git-hooks'],
          requiresArg: true,
          describe: 'What runs the hooks (default: what the repository uses)',
        },
      },
      examples: [['kubectl gitops hook install --print', 'to see it before']],
      writes: true,
      load: async () => (await body()).hookInstall,
    },
    {
      name: 'uninstall',
      usage: 'uninstall',
      describe: 'Take back what install did',
      options: {},
      examples: [],
      writes: true,
      load: async () => (await body()).hookUninstall,
    },
    {
      name: 'status',
      usage: 'status',
      describe: 'Prove by a push to a throwaway repository that the hook is on',
      options: {},
      examples: [],
      writes: false,
      load: async () => (await body()).hookStatus,
    },
    {
      name: 'pre-push',
      usage: 'pre-push [REMOTE] [URL]',
      describe: 'What the hook runs: judge the refs that git names on standard input',
      options: {},
      examples: [],
      writes: false,
      load: async () => (await import('../../commands/hook-pre-push.ts')).hookPrePush,
    },
  ],
};
