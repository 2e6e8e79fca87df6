import { COMMON, MANIFESTS } from '../options.ts';
import type { CommandSpec } from '../spec.ts';

export const RENDER: CommandSpec = {
  name: 'render',
  usage: 'render [TARGET...]',
  describe: 'Print the objects that git declares, as their deployer would apply them',
  options: {
    ...MANIFESTS,
    selector: { alias: 'l', type: 'string', requiresArg: true, describe: 'Label selector' },
    revision: {
      type: 'string',
      requiresArg: true,
      describe: 'Render this commit instead of the work tree',
    },
    'render-only': {
      type: 'boolean',
      default: false,
      describe: 'Ask no cluster: what its controllers deploy is not known then, nor what it serves',
    },
    'show-secrets': {
      type: 'boolean',
      default: false,
      describe: 'Print the values of Secrets (masked without it)',
    },
    output: {
      alias: 'o',
      choices: ['yaml', 'json'],
      default: 'yaml',
      describe: 'A stream of YAML documents, or one JSON List',
      requiresArg: true,
    },
    ...COMMON,
  },
  examples: [
    ['kubectl gitops render', 'everything that this cluster gets from the repository'],
    ['kubectl gitops render argocd/shop', 'what Argo CD applies for one Application'],
    ['kubectl gitops render deployment/web --revision v1.4', 'one object, as of a commit'],
    ['kubectl gitops render ./charts/web --render-only', 'without a cluster'],
  ],
  writes: false,
  load: async () => (await import('../../commands/render.ts')).render,
};
