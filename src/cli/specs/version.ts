import type { CommandSpec } from '../spec.ts';

export const VERSION_SPEC: CommandSpec = {
  name: 'version',
  usage: 'version',
  describe: 'Print the version of kubectl-gitops',
  options: {},
  examples: [],
  writes: false,
  load: async () => (await import('../../commands/version.ts')).version,
};
