import { COMMON } from '../options.ts';
import type { CommandSpec } from '../spec.ts';

export const BLAME: CommandSpec = {
  name: 'blame',
  usage: 'blame <TARGET...>',
  describe: 'Show each field of an object with the commit and line that declare it, and who set it live',
  options: {
    recursive: {
      alias: 'R',
      type: 'boolean',
      default: false,
      describe: 'Read directories of manifests with their subdirectories',
    },
    revision: {
      type: 'string',
      requiresArg: true,
      describe: 'Blame this commit instead of the work tree',
    },
    'exit-zero': {
      type: 'boolean',
      default: false,
      describe: 'Exit 0 although live differs from git (1 without it)',
    },
    output: {
      alias: 'o',
      choices: ['text', 'json'],
      default: 'text',
      describe: 'Form of the report',
      requiresArg: true,
    },
    ...COMMON,
  },
  examples: [
    ['kubectl gitops blame deployment/web', 'one object'],
    ['kubectl gitops blame deployment/web service/web -n shop', 'two objects of a namespace'],
    ['kubectl gitops blame ./apps/web/overlays/prod', 'every object of a root'],
    ['kubectl gitops blame deployment/web --revision v1.4 -o json', 'as of a commit, as data'],
  ],
  writes: false,
  load: async () => (await import('../../commands/blame.ts')).blame,
};
