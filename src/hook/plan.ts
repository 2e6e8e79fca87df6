import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Deps } from '../deps.ts';
import { UsageError } from '../errors.ts';
import { withoutRepository } from '../git/environment.ts';
import { run } from '../io.ts';
import type { Manager } from './ways/managers.ts';
import type { Place } from './place.ts';
import type { Use } from './ways/use.ts';

/** What is done, in this order; `--print` shows it instead. Texts have a character for every byte. */
export type Step =
  | {
      readonly do: 'write';
      readonly file: string;
      readonly before: string | null;
      /** null: the file goes. */
      readonly after: string | null;
      /** Of a file that is new; one that was there keeps its own. */
      readonly mode: number;
    }
  | { readonly do: 'move'; readonly from: string; readonly to: string }
  | { readonly do: 'run'; readonly program: string; readonly args: readonly string[] }
  /** Only where nothing is left in it. */
  | { readonly do: 'rmdir'; readonly folder: string };

export interface Plan {
  /** The file or setting that calls the hook. */
  readonly at: string;
  readonly steps: readonly Step[];
  /** Commands that undo what steps run beyond the files; kept until `uninstall`. */
  readonly undo: readonly (readonly string[])[];
  /** What only people can do. */
  readonly next: readonly string[];
}

export interface World {
  readonly deps: Deps;
  readonly place: Place;
  readonly use: Use;
}

/** One way into a repository's hooks. */
export interface Way {
  readonly manager: Manager;
  /** Where our hook stands, as a user would write it. */
  readonly found: (world: World) => Promise<readonly string[]>;
  /** Nothing to do where it stands already. Throws where it cannot be put. */
  readonly install: (world: World) => Promise<Plan>;
  readonly remove: (world: World) => Promise<readonly Step[]>;
}

/** A change of one file; none where it is as wanted. */
export function write(
  file: string,
  before: string | null,
  after: string | null,
  mode = 0o644,
): readonly Step[] {
  return before === after ? [] : [{ do: 'write', file, before, after, mode }];
}

/** Throws UsageError for a program that fails; steps before it are done by then. */
export async function carryOut(steps: readonly Step[], { deps, place }: World): Promise<void> {
  for (const step of steps) {
    if (step.do === 'run') await runStep(step.program, step.args, deps, place);
    else if (step.do === 'move') renameSync(step.from, step.to);
    else if (step.do === 'rmdir') removeEmpty(step.folder);
    else if (step.after === null) rmSync(step.file);
    else replace(step.file, step.after, step.mode);
  }
}

async function runStep(
  program: string,
  args: readonly string[],
  deps: Deps,
  { repository }: Place,
): Promise<void> {
  const env = withoutRepository(repository.env);
  const { code, missing, stdout, stderr } = await run(deps, program, args, { cwd: repository.top, env });
  if (code === 0) return;
  throw new UsageError('HOOK_MANAGER_FAILED', `${[program, ...args].join(' ')} failed`, {
    facts: missing ? ['  it is not there'] : `${stdout}${stderr}`.trimEnd().split('\n').slice(0, 10),
    hint: 'correct what it says, and run the same command again',
  });
}

/** In one step, through a link to what it leads to; a hook that is replaced may be running. */
function replace(file: string, text: string, mode: number): void {
  mkdirSync(dirname(file), { recursive: true });
  const there = existsSync(file);
  const target = there ? realpathSync(file) : file;
  const temporary = `${target}.kubectl-gitops.tmp`;
  writeFileSync(temporary, text, 'latin1');
  chmodSync(temporary, there ? statSync(target).mode : mode);
  renameSync(temporary, target);
}

function removeEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}
