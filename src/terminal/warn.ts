import type { Deps } from '../deps.ts';
import type { GitopsError, Warning } from '../errors.ts';
import { printable } from '../printable.ts';

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
