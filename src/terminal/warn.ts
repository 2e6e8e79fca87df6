import type { Deps } from '../deps.ts';
import type { GitopsError, Warning } from '../errors.ts';
import { unrenderedBecause } from '../unrendered.ts';
import { printable } from '../printable.ts';
import { VERSION } from '../version.ts';

/** Of what is the same for many apps, this many are enough to know what it is. */
const ENOUGH = 3;

/**
 * What could not be read or is worth knowing, on stderr: stdout is data. Errors in git are told whole; of what a machine
 * or a cluster lacks for many apps, and of warnings of one kind, some are told and the others counted: the report of `diff`
 * in JSON has them all.
 */
export function warn(
  deps: Pick<Deps, 'stderr'>,
  { quiet }: { readonly quiet: boolean },
  problems: readonly GitopsError[],
  warnings: readonly Warning[],
): void {
  const write = (text: string) => deps.stderr.write(printable(text));
  const [lacking, wrong] = [problems.filter(isLacking), problems.filter((problem) => !isLacking(problem))];
  for (const text of new Set(wrong.map(errorText))) write(text);
  for (const text of shortened('error', lacking, errorText)) write(text);
  if (quiet) return;
  const said = new Set(problems.map(({ message }) => message));
  const others = warnings.filter(({ message }) => !said.has(message));
  for (const text of shortened('warning', others, warningText)) write(text);
}

function isLacking({ code }: GitopsError): boolean {
  return unrenderedBecause(code) !== null;
}

/** Each text once, in the order in which they came; of a code that has many the first ones, and how many more there are. */
function shortened<T extends { readonly code: string }>(
  word: 'error' | 'warning',
  told: readonly T[],
  textOf: (one: T) => string,
): readonly string[] {
  const byCode = Map.groupBy(new Map(told.map((one) => [textOf(one), one])), ([, { code }]) => code);
  const kept = new Set<string>();
  const lines = new Map<string, string>();
  for (const [code, all] of byCode) {
    // to replace a single one by a line about it would spare nothing
    const shown = all.length <= ENOUGH + 1 ? all : all.slice(0, ENOUGH);
    for (const [text] of shown) kept.add(text);
    const last = shown.at(-1)?.[0];
    const more = all.length - shown.length;
    if (more > 0 && last !== undefined)
      lines.set(last, `${word}: ${more} more like this: kubectl gitops diff -o json lists them (${code})\n`);
  }
  return [...new Set(told.map(textOf))]
    .filter((text) => kept.has(text))
    .flatMap((text) => [text, lines.get(text) ?? []].flat());
}

function warningText({ code, message, hint }: Warning): string {
  return `warning: ${message} (${code})\n${hint === null ? '' : `hint: ${hint}\n`}`;
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
