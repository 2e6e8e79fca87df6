import { COMMON } from '../options.ts';
import type { CommandSpec } from '../spec.ts';

export const STATUS: CommandSpec = {
  name: 'status',
  usage: 'status [TARGET...]',
  describe: 'Show every app: at which commit it is, how it is, and what of it left git',
  options: {
    output: {
      alias: 'o',
      choices: ['text', 'json', 'yaml'],
      default: 'text',
      describe: 'Form of the report',
      requiresArg: true,
    },
    revision: {
      type: 'string',
      requiresArg: true,
      describe:
        'The commit to compare with, or to wait for [default: the work tree; with --wait what is pushed]',
    },
    wait: {
      type: 'boolean',
      default: false,
      describe: 'Wait until the commit is live and healthy in every app that it touches',
    },
    timeout: { type: 'string', requiresArg: true, describe: 'How long --wait waits [default: 10m]' },
    ...COMMON,
  },
  examples: [
    ['kubectl gitops status', 'every app of this repository in the current context'],
    ['git push && kubectl gitops status --wait', 'until what was pushed runs, or cannot'],
    ['kubectl gitops status shop-web -o json', 'one app, as data'],
  ],
  writes: false,
  load: async () => (await import('../../commands/status.ts')).status,
};
