import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../errors.ts';
import { hasBlock } from '../edits/block.ts';
import { callsHook } from './by-hand.ts';
import { bytesOf, shownPath, whose } from '../place.ts';
import { type Step, type Way, type World, write } from '../plan.ts';
import { isShellScript, scriptWith, scriptWithout } from '../edits/script.ts';
import { isTemplate, TEMPLATE } from '../edits/template.ts';

/** What was there before stands beside ours under this name, and ours runs it. */
const ASIDE = '.before-gitops';

/** The folder of hooks itself: `.git/hooks`, or what core.hooksPath names. */
export const GIT_HOOKS: Way = {
  manager: 'git-hooks',
  found: async (world) =>
    files(world)
      .filter((file) => isOurs(bytesOf(file)))
      .map((file) => shownPath(file, world.place.repository)),
  install: async ({ place }) => {
    const file = join(place.hooks, 'pre-push');
    const at = shownPath(file, place.repository);
    const owner = whose(file, place.repository);
    const steps = installSteps(file, owner === 'team' && isTeams(file, place.repository));
    const isNews = owner === 'team' && steps.length > 0;
    return { at, steps, undo: [], next: isNews ? [`commit ${at}: everybody who clones gets it`] : [] };
  },
  remove: async (world) => files(world).flatMap(removalSteps),
};

/** Without being asked for by name it is not put where every repository of the user has it. */
export function refuseShared({ place }: World): void {
  if (whose(place.hooks, place.repository) !== 'shared') return;
  throw new UsageError('SHARED_HOOKS', `core.hooksPath leads out of this repository: ${place.hooks}`, {
    facts: ['  a hook there runs in every repository that has this setting'],
    hint: 'if that is what you want: kubectl gitops hook install --manager git-hooks',
  });
}

function installSteps(file: string, isTeams: boolean): readonly Step[] {
  const before = bytesOf(file);
  if (before === null || isTemplate(before)) return write(file, before, TEMPLATE, 0o755);
  if (hasBlock(before)) return write(file, before, scriptWith(before));
  if (callsHook(before)) return [];
  if (isTeams && isShellScript(before)) return write(file, before, scriptWith(before));
  const aside = file + ASIDE;
  if (existsSync(aside)) {
    throw new UsageError('TWO_HOOKS', `${file} was replaced since the hook was installed`, {
      facts: [`  and ${aside} is what was there before`],
      hint: `keep what you need of the two in ${file}, and remove ${aside}`,
    });
  }
  return [{ do: 'move', from: file, to: aside }, ...write(file, null, TEMPLATE, 0o755)];
}

/** Others read such a file, so our lines go into it; a link that leads elsewhere is moved aside as it is. */
function isTeams(file: string, repository: World['place']['repository']): boolean {
  return existsSync(file) && whose(realpathSync(file), repository) === 'team';
}

function removalSteps(file: string): readonly Step[] {
  const before = bytesOf(file);
  if (before === null) return [];
  if (!isTemplate(before)) return write(file, before, scriptWithout(before));
  const aside = file + ASIDE;
  const back: readonly Step[] = existsSync(aside) ? [{ do: 'move', from: aside, to: file }] : [];
  return [...write(file, before, null), ...back];
}

function isOurs(text: string | null): boolean {
  return text !== null && (isTemplate(text) || hasBlock(text));
}

/** core.hooksPath may have been set since: what was put into the usual place stays known. */
function files({ place }: World): readonly string[] {
  const folders = new Set([place.hooks, join(place.repository.commonDir, 'hooks')]);
  return [...folders].map((folder) => join(folder, 'pre-push'));
}
