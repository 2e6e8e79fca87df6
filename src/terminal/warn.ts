import type { Deps } from '../deps.ts';
import type { GitopsError, Warning } from '../errors.ts';
import { printable } from '../printable.ts';
import { VERSION } from '../version.ts';

/** What could not be read or is worth knowing, on stderr: stdout is data. */
export function warn(
  deps: Pick<Deps, 'stderr'>,
  { quiet }: { readonly quiet: boolean },
  problems: readonly GitopsError[],
  warnings: readonly Warning[],
): void {
  for (const problem of problems) deps.stderr.write(printable(errorText(problem)));
  if (quiet) return;
  const said = new Set(problems.map(({ message }) => message));
  for (const { code, message, hint } of warnings) {
    if (said.has(message)) continue;
    deps.stderr.write(printable(`warning: ${message} (${code})\n${hint === null ? '' : `hint: ${hint}\n`}`));
  }
}

/** `error: what (CODE)`, facts, `hint: what to type`. */
export function errorText(error: GitopsError): string {
  const hint = error.hint === undefined ? [] : [`hint: ${error.hint}`];
  return `${[`error: ${error.message} (${error.code})`, ...error.facts, ...hint].join('\n')}\n`;
}

/** What nobody expected, with the way to its stack. */
export function bugText(error: unknown, { env }: Pick<Deps, 'env'>): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const shown = env.GITOPS_DEBUG ? stack : stack.split('\n').slice(0, 2).join('\n');
  return `error: kubectl-gitops ${VERSION} failed, which is a bug (BUG)\n${shown}\nhint: run it again with GITOPS_DEBUG=1 and report the stack\n`;
}
