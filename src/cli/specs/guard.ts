import type { CommandGroup } from '../spec.ts';

export const GUARD: CommandGroup = {
  name: 'guard',
  describe: 'Refuse changes to what git owns, from the command line',
  commands: [
    {
      name: 'check',
      usage: 'check',
      describe: 'Decide whether a kubectl command may go on, and say why not',
      options: {
        output: {
          alias: 'o',
          choices: ['text', 'json'],
          default: 'text',
          describe: 'Form of the decision',
          requiresArg: true,
        },
      },
      examples: [
        ['kubectl gitops guard check -- scale deployment/web --replicas=3', 'exits 1 if git owns it'],
      ],
      writes: false,
      load: async () => (await import('../../commands/guard-check.ts')).guardCheck,
    },
    {
      name: 'run',
      usage: 'run',
      describe: 'Run a kubectl command if it may go on; with a reason, past git',
      options: {
        'break-glass': {
          type: 'string',
          requiresArg: true,
          describe: 'Change what git owns all the same, and leave this reason on it',
        },
      },
      examples: [
        [
          'kubectl gitops guard run --break-glass="INC-42" -- scale deployment/web --replicas=9',
          'in an emergency',
        ],
      ],
      writes: true,
      load: async () => (await import('../../commands/guard-run.ts')).guardRun,
    },
  ],
};
