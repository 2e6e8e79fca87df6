import type { Deps } from '../deps.ts';
import { COMMANDS } from './commands.ts';
import { type CommandSpec, isGroup } from './spec.ts';

/** Runs the command that argv names. Throws UsageError for what cannot be parsed. */
export async function runCli(argv: readonly string[], deps: Deps): Promise<number> {
  // words to complete are no arguments of ours: yargs would take them for flags
  if (argv[0] === 'completion') {
    const { completion } = await import('./completion.ts');
    return completion(argv.slice(argv[1] === '--' ? 2 : 1), deps);
  }
  const asked = askedByShim(argv);
  if (asked !== null) return (await asked.load())({ '--': argv.slice(3) }, deps);
  const hooked = askedByGit(argv);
  if (hooked !== null) return (await hooked.load())({ REMOTE: argv[2], URL: argv[3] }, deps);
  const { parseAndRun } = await import('./parse.ts');
  return parseAndRun(argv, deps);
}

/** `guard check -- ARGS` without a flag of ours: asked before every kubectl that writes, and never worth loading a parser. */
function askedByShim([group, name, dash]: readonly string[]): CommandSpec | null {
  return dash === '--' ? commandOf(group, name) : null;
}

/** `hook pre-push REMOTE URL`, as git calls it: somebody waits for every push. */
function askedByGit([group, name, ...words]: readonly string[]): CommandSpec | null {
  const isPlain = words.length === 2 && words.every((word) => !word.startsWith('-'));
  return group === 'hook' && name === 'pre-push' && isPlain ? commandOf(group, name) : null;
}

function commandOf(group: string | undefined, name: string | undefined): CommandSpec | null {
  const found = COMMANDS.find((one) => isGroup(one) && one.name === group);
  if (found === undefined || !isGroup(found)) return null;
  return found.commands.find((one) => one.name === name) ?? null;
}
