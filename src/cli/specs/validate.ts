import { COMMON } from '../options.ts';
import type { CommandSpec } from '../spec.ts';

export const VALIDATE: CommandSpec = {
  name: 'validate',
  usage: 'validate [TARGET...]',
  describe: 'Ask the API server about what the commits between two revisions change',
  options: {
    base: {
      type: 'string',
      requiresArg: true,
      describe: 'Compare with this commit (default: what is pushed)',
    },
    head: { type: 'string', requiresArg: true, describe: 'Judge this commit (default: HEAD)' },
    'render-only': { type: 'boolean', default: false, describe: 'Ask no cluster' },
    output: {
      alias: 'o',
      choices: ['text', 'json', 'junit', 'sarif'],
      default: 'text',
      describe: 'Form of the report',
      requiresArg: true,
    },
    ...COMMON,
  },
  examples: [['kubectl gitops validate', 'what the next push would bring']],
  writes: false,
  load: async () => (await import('../../commands/validate.ts')).validate,
};
