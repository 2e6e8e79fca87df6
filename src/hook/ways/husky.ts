import { join } from 'node:path';
import { hasBlock } from '../edits/block.ts';
import { callsHook } from './by-hand.ts';
import { bytesOf } from '../place.ts';
import { type Way, type World, write } from '../plan.ts';
import { missingManager } from '../refusals.ts';
import { OLD_HUSKY, scriptWith, scriptWithout } from '../edits/script.ts';

/** `.husky/pre-push`, or where the repository has its husky: a script of the team. */
export const HUSKY: Way = {
  manager: 'husky',
  found: async (world) => scripts(world).filter((path) => hasBlock(textOf(world, path) ?? '')),
  install: async (world) => {
    const { husky } = world.use;
    if (husky === null) throw missingManager('husky');
    const at = `${husky.folder}/pre-push`;
    const file = join(world.place.repository.top, at);
    const before = bytesOf(file);
    const after = callsHook(before) ? before : scriptWith(before, husky.old ? OLD_HUSKY : '');
    const next = [
      ...(before === after ? [] : [`commit ${at}: everybody who clones gets it`]),
      ...(husky.live ? [] : ['let husky make its hooks in this clone: npm install']),
    ];
    return { at, steps: write(file, before, after, husky.old ? 0o755 : 0o644), undo: [], next };
  },
  remove: async (world) =>
    scripts(world).flatMap((path) => {
      const before = textOf(world, path);
      return before === null
        ? []
        : write(join(world.place.repository.top, path), before, scriptWithout(before));
    }),
};

function scripts({ use }: World): readonly string[] {
  const folders = new Set(['.husky', use.husky?.folder ?? '.husky']);
  return [...folders].map((folder) => `${folder}/pre-push`);
}

function textOf({ place }: World, path: string): string | null {
  return bytesOf(join(place.repository.top, path));
}
