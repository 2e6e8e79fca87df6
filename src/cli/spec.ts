import type { Options } from 'yargs';
import type { Argv } from '../argv.ts';
import type { Deps } from '../deps.ts';

/** One command: what help shows, and where its body is. Bodies are loaded only when they run. */
export interface CommandSpec {
  readonly name: string;
  readonly usage: string;
  readonly describe: string;
  readonly options: Readonly<Record<string, Options>>;
  readonly examples: readonly (readonly [command: string, what: string])[];
  /** Whether it ever changes a cluster or a work tree: a test holds every reading command to it. */
  readonly writes: boolean;
  /** Returns an exit code of ours, or that of a program that was run in our place. */
  readonly load: () => Promise<(argv: Argv, deps: Deps) => Promise<number>>;
}

/** A word that only stands before other commands: `guard check`. */
export interface CommandGroup {
  readonly name: string;
  readonly describe: string;
  readonly commands: readonly CommandSpec[];
}

export function isGroup(spec: CommandSpec | CommandGroup): spec is CommandGroup {
  return 'commands' in spec;
}
