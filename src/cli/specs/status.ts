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
    ...COMMON,
  },
  examples: [
    ['kubectl gitops status', 'every app of this repository in the current context'],
    ['kubectl gitops status shop-web -o json', 'one app, as data'],
  ],
  writes: false,
  load: async () => (await import('../../commands/status.ts')).status,
};
