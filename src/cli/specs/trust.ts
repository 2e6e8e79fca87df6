import type { CommandSpec } from '../spec.ts';

export const TRUST: CommandSpec = {
  name: 'trust',
  usage: 'trust [PATH]',
  describe: 'Let the commands that .gitops.yaml names for rendering run on this machine',
  options: {
    list: { type: 'boolean', default: false, describe: 'Only show them, and which are trusted' },
    revoke: { type: 'boolean', default: false, describe: 'Trust none of this repository any more' },
    yes: { type: 'boolean', default: false, describe: 'Do not ask' },
  },
  examples: [['kubectl gitops trust --list', 'to see what would run']],
  writes: true,
  load: async () => (await import('../../commands/trust.ts')).trust,
};
