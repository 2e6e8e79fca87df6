import type { Options } from 'yargs';
import type { CommandGroup, CommandSpec } from '../spec.ts';

const SHELL: Options = {
  choices: ['bash', 'zsh', 'fish'],
  describe: 'The shell (default: $SHELL)',
  requiresArg: true,
};
const OUTPUT: Options = {
  alias: 'o',
  choices: ['text', 'json'],
  default: 'text',
  describe: 'Form of the answer',
  requiresArg: true,
};

const shim = () => import('../../commands/guard-shim.ts');
const repos = () => import('../../commands/guard-repos.ts');

const SHIM: readonly CommandSpec[] = [
  {
    name: 'install',
    usage: 'install',
    describe: 'Put a kubectl before the real one that asks the guard first',
    options: {
      shell: SHELL,
      dir: { type: 'string', requiresArg: true, describe: 'Folder for the shim' },
      write: {
        type: 'boolean',
        default: false,
        describe: 'Add the line to the start file of the shell, too',
      },
    },
    examples: [['kubectl gitops guard install --write', 'from the next shell on']],
    writes: false,
    load: async () => (await shim()).guardInstall,
  },
  {
    name: 'uninstall',
    usage: 'uninstall',
    describe: 'Remove what install made',
    options: {},
    examples: [],
    writes: false,
    load: async () => (await shim()).guardUninstall,
  },
  {
    name: 'status',
    usage: 'status',
    describe: 'Prove by running kubectl that the guard is on',
    options: {},
    examples: [],
    writes: false,
    load: async () => (await shim()).guardStatus,
  },
  {
    name: 'shell',
    usage: 'shell',
    describe: 'Print a shell function that does what the shim does',
    options: { shell: SHELL },
    examples: [['kubectl gitops guard shell --shell zsh >> ~/.zshrc', 'instead of a folder in PATH']],
    writes: false,
    load: async () => (await shim()).guardShell,
  },
  {
    name: 'repos',
    usage: 'repos',
    describe: 'List the repositories whose objects the guard knows, and since when',
    options: { output: OUTPUT },
    examples: [],
    writes: false,
    load: async () => (await repos()).guardRepos,
  },
  {
    name: 'forget',
    usage: 'forget <PATH..>',
    describe: 'Forget what a repository declares',
    options: {},
    examples: [['kubectl gitops guard forget ~/src/shop', 'until diff is run there again']],
    writes: false,
    load: async () => (await repos()).guardForget,
  },
];

export const GUARD: CommandGroup = {
  name: 'guard',
  describe: 'Refuse changes to what git owns, from the command line',
  commands: [
    {
      name: 'check',
      usage: 'check',
      describe: 'Decide whether a kubectl command may go on, and say why not',
      options: {
        output: OUTPUT,
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
    ...SHIM,
  ],
};
