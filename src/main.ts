import { runCli } from './cli/cli.ts';
import type { Deps } from './deps.ts';
import { CancelledError, EXIT, GitopsError } from './errors.ts';
import { printable } from './printable.ts';
import { bugText, errorText } from './terminal/warn.ts';

/** argv to exit code: the only place that prints an error. */
export async function main(argv: readonly string[], deps: Deps): Promise<number> {
  try {
    return await runCli(argv, deps);
  } catch (error) {
    const failure = deps.signal.aborted ? new CancelledError() : error;
    deps.stderr.write(failure instanceof GitopsError ? expected(failure, deps) : bugText(failure, deps));
    return failure instanceof GitopsError ? failure.exitCode : EXIT.bug;
  }
}

function expected(error: GitopsError, { env }: Pick<Deps, 'env'>): string {
  // the shim that ended us says so itself
  if (error instanceof CancelledError) return env.KUBECTL_GITOPS_SHIM ? '' : 'cancelled\n';
  return printable(errorText(error));
}
