import { join } from 'node:path';
import { callsHook } from './by-hand.ts';
import { isInJson, jsonWith, jsonWithout } from '../edits/json-edit.ts';
import { ONE_LINE } from '../edits/lines.ts';
import { bytesOf } from '../place.ts';
import { type Step, type Way, type World, write } from '../plan.ts';
import { ownProgram } from '../program.ts';
import { addByHand, missingManager } from '../refusals.ts';

const RUN = 'let simple-git-hooks make its hooks in this clone: npx simple-git-hooks';

/** The line for pre-push in package.json, or another JSON file of simple-git-hooks; a script is not edited. */
export const SIMPLE_GIT_HOOKS: Way = {
  manager: 'simple-git-hooks',
  found: async ({ place, use }) => {
    const found = use.simpleGitHooks;
    const text = found && bytesOf(join(place.repository.top, found.file));
    return found !== null && text !== null && isInJson(text, found.path) ? [found.file] : [];
  },
  install: async (world) => {
    const found = world.use.simpleGitHooks;
    if (found === null) throw missingManager('simple-git-hooks');
    const file = join(world.place.repository.top, found.file);
    const before = bytesOf(file);
    const isOurs = before !== null && isInJson(before, found.path);
    if (callsHook(before) && !isOurs) return { at: found.file, steps: [], undo: [], next: [] };
    const after = before !== null && found.file.endsWith('.json') ? jsonWith(before, found.path) : null;
    if (after === null) throw addByHand(found.file, [`"pre-push": ${JSON.stringify(ONE_LINE)}`]);
    const edit = write(file, before, after);
    const synced = sync(world);
    const next = edit.length === 0 ? [] : [`commit ${found.file}: everybody who clones gets it`];
    if (synced.length === 0) next.push(RUN);
    return { at: found.file, steps: edit.length === 0 ? [] : [...edit, ...synced], undo: [], next };
  },
  remove: async (world) => {
    const found = world.use.simpleGitHooks;
    if (found === null) return [];
    const file = join(world.place.repository.top, found.file);
    const before = bytesOf(file);
    if (before === null || !isInJson(before, found.path)) return [];
    return [...write(file, before, jsonWithout(before, found.path)), ...sync(world)];
  },
};

/** It removes hooks that it does not know, so it is run only where all are its own. */
function sync({ place, use }: World): readonly Step[] {
  const found = use.simpleGitHooks;
  const program = ownProgram('simple-git-hooks', place.repository);
  if (found?.live !== true || !found.alone || program === null) return [];
  return [{ do: 'run', program, args: [] }];
}
