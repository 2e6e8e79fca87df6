import { COMMON, MANIFESTS } from '../options.ts';
import type { CommandSpec } from '../spec.ts';

export const APPLY: CommandSpec = {
  name: 'apply',
  usage: 'apply [TARGET...]',
  describe: 'Apply what is committed and pushed, exactly as shown; refuse the rest',
  options: {
    ...MANIFESTS,
    prune: {
      type: 'boolean',
      default: false,
      describe: 'Delete what an earlier apply brought and git no longer declares',
    },
    'dry-run': { type: 'boolean', default: false, describe: 'Show the plan, and stop' },
    wait: { type: 'boolean', default: false, describe: 'Wait until every workload is rolled out' },
    timeout: { type: 'string', default: '5m', requiresArg: true, describe: 'How long --wait waits' },
    yes: { alias: 'y', type: 'boolean', default: false, describe: 'Do not ask' },
    'overwrite-drift': {
      type: 'boolean',
      default: false,
      describe: 'Give up live changes that git does not have',
    },
    'break-glass': {
      type: 'string',
      requiresArg: true,
      describe: 'Apply what git does not have, or would not let go, and leave this reason on it',
    },
    ...COMMON,
  },
  examples: [
    ['kubectl gitops apply', 'what .gitops.yaml says runs in the current context'],
    ['kubectl gitops apply ./apps/web/overlays/prod --dry-run', 'the plan for one root'],
  ],
  writes: true,
  load: async () => (await import('../../commands/apply.ts')).apply,
};
