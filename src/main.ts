import { runCli } from './cli/cli.ts';
import type { Deps } from './deps.ts';
import { CancelledError, EXIT, GitopsError } from './errors.ts';
import { printable } from './printable.ts';
import { errorText } from './terminal/warn.ts';
import { VERSION } from './version.ts';

/** argv to exit code: the only place that prints an error. */
export async function main(argv: readonly string[], deps: Deps): Promise<number> {
  try {
    return await runCli(argv, deps);
  } catch (error) {
    const failure = deps.signal.aborted ? new CancelledError() : error;
    deps.stderr.write(failure instanceof GitopsError ? expected(failure, deps) : bug(failure, deps));
    return failure instanceof GitopsError ? failure.exitCode : EXIT.bug;
  }
}

function expected(error: GitopsError, { env }: Pick<Deps, 'env'>): string {
  // the shim that ended us says so itself
  if (error instanceof CancelledError) return env.KUBECTL_GITOPS_SHIM ? '' : 'cancelled\n';
  return printable(errorText(error));
}

function bug(error: unknown, deps: Deps): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const shown = deps.env.GITOPS_DEBUG ? stack : stack.split('\n').slice(0, 2).join('\n');
  return `error: kubectl-gitops ${VERSION} failed, which is a bug (BUG)\n${shown}\nhint: run it again with GITOPS_DEBUG=1 and report the stack\n`;
}
