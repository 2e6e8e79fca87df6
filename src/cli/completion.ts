import type { Deps } from '../deps.ts';
import { EXIT, type ExitCode } from '../errors.ts';
import { COMMANDS } from './commands.ts';

/** kubectl's directive for "these and no file names". */
const NO_FILES = ':4';
const FILES = ':0';

/** `kubectl_complete-gitops`: candidates for the last word, from the command table alone. */
export async function completion(words: readonly string[], deps: Deps): Promise<ExitCode> {
  const last = words.at(-1) ?? '';
  const command = COMMANDS.find(({ name }) => name === words[0]);
  const found = words.length < 2 ? commandNames(last) : flags(command?.options ?? {}, last);
  const directive = words.length < 2 || last.startsWith('-') ? NO_FILES : FILES;
  deps.stdout.write(`${[...found, directive].join('\n')}\n`);
  return EXIT.ok;
}

function commandNames(prefix: string): readonly string[] {
  return COMMANDS.filter(({ name }) => name.startsWith(prefix)).map(
    ({ name, describe }) => `${name}\t${describe}`,
  );
}

function flags(options: (typeof COMMANDS)[number]['options'], prefix: string): readonly string[] {
  if (!prefix.startsWith('-')) return [];
  return Object.entries(options)
    .map(([name, option]) => [`--${name}`, option.describe ?? ''] as const)
    .filter(([flag]) => flag.startsWith(prefix))
    .map(([flag, describe]) => `${flag}\t${describe}`);
}
