import type { Deps } from '../deps.ts';
import { EXIT, type ExitCode } from '../errors.ts';
import { VERSION } from '../version.ts';

export async function version(_argv: unknown, deps: Deps): Promise<ExitCode> {
  deps.stdout.write(`kubectl-gitops ${VERSION}\n`);
  return EXIT.ok;
}
