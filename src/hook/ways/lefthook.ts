import { join } from 'node:path';
import { hasBlock, withoutBlock } from '../edits/block.ts';
import { callsHook } from './by-hand.ts';
import { bytesOf } from '../place.ts';
import { type Step, type Way, type World, write } from '../plan.ts';
import { programOf } from '../program.ts';
import { addByHand, missingManager } from '../refusals.ts';
import { LEFTHOOK_HOOK, lefthookWith } from '../edits/yaml-edit.ts';

/** A YAML configuration of lefthook is edited; of other forms it is said what to add. */
export const LEFTHOOK: Way = {
  manager: 'lefthook',
  found: async (world) => {
    const [file, text] = configuration(world);
    return text !== null && hasBlock(text) ? [file] : [];
  },
  install: async (world) => {
    const [file, before] = configuration(world);
    if (before === null) throw missingManager('lefthook');
    if (callsHook(before)) return { at: file, steps: [], undo: [], next: [] };
    const after = /\.ya?ml$/.test(file) ? lefthookWith(before) : null;
    if (after === null) throw addByHand(file, LEFTHOOK_HOOK);
    const steps = write(pathOf(world, file), before, after);
    const next = steps.length === 0 ? [] : [`commit ${file}: everybody who clones gets it`];
    const synced = await sync(world);
    if (synced.length === 0) next.push('let lefthook make its hooks in this clone: lefthook install');
    return { at: file, steps: steps.length === 0 ? [] : [...steps, ...synced], undo: [], next };
  },
  remove: async (world) => {
    const [file, before] = configuration(world);
    if (before === null || !hasBlock(before)) return [];
    const after = withoutBlock(before);
    return [
      ...write(pathOf(world, file), before, after),
      ...(/^pre-push:/m.test(after) ? await sync(world) : removeShim(world)),
    ];
  },
};

/** lefthook takes a new hook into the clone when it is told, and only where it has taken others. */
async function sync({ deps, place, use }: World): Promise<readonly Step[]> {
  const program = use.lefthook?.live === true ? await programOf('lefthook', deps, place) : null;
  return program === null ? [] : [{ do: 'run', program, args: ['install'] }];
}

/** lefthook leaves a hook that its configuration no longer has. */
function removeShim({ place }: World): readonly Step[] {
  const file = join(place.hooks, 'pre-push');
  const before = bytesOf(file);
  return before !== null && /call_lefthook/.test(before) ? write(file, before, null) : [];
}

function configuration(world: World): readonly [file: string, text: string | null] {
  const file = world.use.lefthook?.file ?? 'lefthook.yml';
  return [file, bytesOf(pathOf(world, file))];
}

function pathOf({ place }: World, file: string): string {
  return join(place.repository.top, file);
}
