import type { Deps } from '../deps.ts';
import { EXIT, type ExitCode } from '../errors.ts';
import { COMMANDS } from './commands.ts';
import { type CommandGroup, type CommandSpec, isGroup } from './spec.ts';

/** kubectl's directive for "these and no file names". */
const NO_FILES = ':4';
const FILES = ':0';

/** `kubectl_complete-gitops`: candidates for the last word, from the command table alone. */
export async function completion(words: readonly string[], deps: Deps): Promise<ExitCode> {
  const last = words.at(-1) ?? '';
  const { specs, command } = chosenBy(words.slice(0, -1));
  const found = command === null ? names(specs, last) : flags(command.options, last);
  const directive = command === null || last.startsWith('-') ? NO_FILES : FILES;
  deps.stdout.write(`${[...found, directive].join('\n')}\n`);
  return EXIT.ok;
}

/** Follows the words down the table: to a command, or to those that may come next. */
function chosenBy(words: readonly string[]): {
  readonly specs: readonly (CommandSpec | CommandGroup)[];
  readonly command: CommandSpec | null;
} {
  let specs: readonly (CommandSpec | CommandGroup)[] = COMMANDS;
  for (const word of words) {
    const next = specs.find(({ name }) => name === word);
    if (next === undefined) return { specs: [], command: null };
    if (!isGroup(next)) return { specs: [], command: next };
    specs = next.commands;
  }
  return { specs, command: null };
}

function names(specs: readonly (CommandSpec | CommandGroup)[], prefix: string): readonly string[] {
  return specs
    .filter(({ name }) => name.startsWith(prefix))
    .map(({ name, describe }) => `${name}\t${describe}`);
}

function flags(options: CommandSpec['options'], prefix: string): readonly string[] {
  if (!prefix.startsWith('-')) return [];
  return Object.entries(options)
    .map(([name, option]) => [`--${name}`, option.describe ?? ''] as const)
    .filter(([flag]) => flag.startsWith(prefix))
    .map(([flag, describe]) => `${flag}\t${describe}`);
}
