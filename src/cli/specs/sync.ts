import { COMMON } from '../options.ts';
import type { CommandSpec } from '../spec.ts';

export const SYNC: CommandSpec = {
  name: 'sync',
  usage: 'sync <APP>',
  describe: 'Ask the controller of an app to bring it to what git says now',
  options: {
    wait: { type: 'boolean', default: false, describe: 'Wait until it is done and the app is healthy' },
    timeout: { type: 'string', default: '10m', requiresArg: true, describe: 'How long --wait waits' },
    prune: {
      type: 'boolean',
      default: false,
      describe: 'Argo CD: delete what git no longer declares, even where the app does not say so',
    },
    'with-source': {
      type: 'boolean',
      default: true,
      describe: 'Flux: have its source fetched first',
    },
    ...COMMON,
  },
  examples: [
    ['kubectl gitops sync shop-web', 'an Application, a Kustomization or a HelmRelease of this repository'],
    ['kubectl gitops sync flux/flux-system/apps --wait', 'and wait until it is applied'],
  ],
  writes: true,
  load: async () => (await import('../../commands/sync.ts')).sync,
};
