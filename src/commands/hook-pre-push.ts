import type { Argv } from '../argv.ts';
import type { Deps } from '../deps.ts';
import { EXIT, type ExitCode } from '../errors.ts';
import { answerProbe } from '../hook/probe.ts';

/** `hook pre-push REMOTE URL`: what git's hook runs. */
export async function hookPrePush(_argv: Argv, deps: Deps): Promise<ExitCode> {
  // asked whether it is there it refuses, which proves that a refusal counts
  if (await answerProbe(deps)) return EXIT.differences;
  return EXIT.ok;
}
