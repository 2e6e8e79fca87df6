import type { Options } from 'yargs';
import type { Argv } from '../argv.ts';
import type { Deps } from '../deps.ts';
import type { ExitCode } from '../errors.ts';

/** One command: what help shows, and where its body is. Bodies are loaded only when they run. */
export interface CommandSpec {
  readonly name: string;
  readonly usage: string;
  readonly describe: string;
  readonly options: Readonly<Record<string, Options>>;
  readonly examples: readonly (readonly [command: string, what: string])[];
  /** Whether it ever changes a cluster or a work tree: a test holds every reading command to it. */
  readonly writes: boolean;
  readonly load: () => Promise<(argv: Argv, deps: Deps) => Promise<ExitCode>>;
}
