import { COMMON, MANIFESTS } from '../options.ts';
import type { CommandSpec } from '../spec.ts';

export const DIFF: CommandSpec = {
  name: 'diff',
  usage: 'diff [TARGET...]',
  describe: 'Show where the cluster left git: which field, whose change, which line declares it',
  options: {
    ...MANIFESTS,
    selector: {
      alias: 'l',
      type: 'string',
      requiresArg: true,
      describe: 'Only objects with these labels (a=b,c!=d,e in (f,g))',
    },
    'all-namespaces': {
      alias: 'A',
      type: 'boolean',
      default: false,
      describe: 'Objects of every namespace (the default without -n)',
    },
    revision: {
      type: 'string',
      requiresArg: true,
      describe: 'Compare with this commit instead of the work tree',
    },
    verify: {
      type: 'boolean',
      default: false,
      describe: 'Ask the server about every object, not only the doubtful ones',
    },
    'show-ignored': {
      type: 'boolean',
      default: false,
      describe: 'Show ignored changes too, each with its rule',
    },
    unmanaged: {
      type: 'boolean',
      default: false,
      describe: 'Also tell what no app declares and nobody owns, in the namespaces of the apps',
    },
    'exit-zero': { type: 'boolean', default: false, describe: 'Exit 0 although there are differences' },
    output: {
      alias: 'o',
      choices: ['text', 'json', 'yaml', 'name', 'diff'],
      default: 'text',
      describe: 'Form of the report',
      requiresArg: true,
    },
    ...COMMON,
  },
  examples: [
    ['kubectl gitops diff', 'the whole repository against the current context'],
    ['kubectl gitops diff ./apps/web/overlays/prod', 'one root'],
    ['kubectl gitops diff deployment/web -o json', 'one object, as data'],
    ['kubectl gitops diff --unmanaged', 'also what somebody left behind'],
    ['helm template ./chart | kubectl gitops diff -f -', 'whatever comes on standard input'],
  ],
  writes: false,
  load: async () => (await import('../../commands/diff.ts')).diff,
};
