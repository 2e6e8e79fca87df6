import { COMMON } from '../options.ts';
import type { CommandSpec } from '../spec.ts';

export const EDIT: CommandSpec = {
  name: 'edit',
  usage: 'edit <TARGET>',
  describe: 'Edit an object where git declares it; what git does not own, live',
  options: {
    'in-git': {
      type: 'boolean',
      default: false,
      describe: 'Open the declaring file at once, check what is saved, write it to the work tree',
    },
    file: {
      type: 'string',
      requiresArg: true,
      describe: 'Which file, where several declare something of it',
    },
    commit: { type: 'boolean', default: false, describe: 'Commit the edited file, and nothing else' },
    message: { alias: 'm', type: 'string', requiresArg: true, describe: 'Message of that commit' },
    'break-glass': {
      type: 'string',
      requiresArg: true,
      describe: 'Edit it live although git owns it, and leave this reason on it',
    },
    ...COMMON,
  },
  examples: [
    ['kubectl gitops edit deployment/web -n shop', 'refused with guidance where git owns it'],
    ['kubectl gitops edit deployment/web -n shop --in-git', 'the file that declares it, at the right line'],
  ],
  writes: true,
  load: async () => (await import('../../commands/edit.ts')).edit,
};
