import type { Deps } from '../deps.ts';
import { carryOut, type Step } from './plan.ts';
import { forgetSteps, readRecord } from './record.ts';
import { ALL_WAYS, findWorld } from './ways/ways.ts';

export interface UninstallReport {
  readonly steps: readonly Step[];
  readonly top: string;
}

/** Takes back all that `install` did, wherever it stands, and nothing else. */
export async function uninstall(deps: Deps): Promise<UninstallReport> {
  const world = await findWorld(deps);
  const { madeFolders, undo } = readRecord(world.place);
  const steps: Step[] = [];
  for (const way of ALL_WAYS) {
    // a folder of hooks can be a manager's, too
    const known = new Set(steps.map((step) => (step.do === 'write' ? step.file : null)));
    const more = await way.remove(world);
    steps.push(...more.filter((step) => step.do !== 'write' || !known.has(step.file)));
  }
  for (const [program = '', ...args] of undo) steps.push({ do: 'run', program, args });
  steps.push(...forgetSteps(world.place));
  for (const folder of madeFolders) steps.push({ do: 'rmdir', folder });
  await carryOut(steps, world);
  return { steps, top: world.place.repository.top };
}
