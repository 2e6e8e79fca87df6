import yargs, { type Argv as YargsParser } from 'yargs';
import type { Argv } from '../argv.ts';
import type { Deps } from '../deps.ts';
import { EXIT, UsageError } from '../errors.ts';
import { COMMANDS } from './commands.ts';
import { type CommandGroup, type CommandSpec, isGroup } from './spec.ts';

const EPILOGUE =
  'Exit codes: 0 in sync, 1 differences, 2 usage, 3 invalid manifests, 4 cluster, 6 incomplete.';

/** Parses argv and runs the command it names. Throws UsageError for what cannot be parsed. */
export async function parseAndRun(argv: readonly string[], deps: Deps): Promise<number> {
  let chosen: { readonly spec: CommandSpec; readonly argv: Argv } | undefined;
  let printed = '';
  const parser = yargs()
    .scriptName('kubectl gitops')
    .usage('kubectl gitops COMMAND\n\nKeeps Kubernetes clusters true to git.')
    .locale('en')
    .wrap(Math.min(deps.stdout.columns ?? 100, 110))
    .parserConfiguration({
      'camel-case-expansion': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'populate--': true,
    })
    .strict()
    .recommendCommands()
    .exitProcess(false)
    .showHelpOnFail(false)
    .version(false)
    .help('help')
    .alias('help', 'h')
    .epilogue(EPILOGUE)
    .demandCommand(1, 'no command given')
    .fail((message, error) => {
      // yargs' own errors are about usage; every other one came from further down and goes up as it is
      if (error instanceof Error && error.name !== 'YError') throw error;
      throw new UsageError('BAD_USAGE', lowerFirst(error?.message ?? message), {
        hint: 'see: kubectl gitops --help',
      });
    });
  register(parser, COMMANDS, '', (spec, parsed) => {
    chosen = { spec, argv: parsed };
  });
  await parser.parseAsync(withDashValues(argv), {}, (error, _parsed, output) => {
    if (error instanceof Error) throw error;
    printed = output;
  });
  if (printed !== '') {
    deps.stdout.write(`${printed}\n`);
    return EXIT.ok;
  }
  if (chosen === undefined)
    throw new UsageError('BAD_USAGE', 'no command given', { hint: 'see: kubectl gitops --help' });
  const run = await chosen.spec.load();
  return run(chosen.argv, deps);
}

/** `path`: the words before, with a space after each. */
function register(
  parser: YargsParser,
  specs: readonly (CommandSpec | CommandGroup)[],
  path: string,
  choose: (spec: CommandSpec, argv: Argv) => void,
): void {
  for (const spec of specs) {
    if (isGroup(spec)) {
      const words = `${path}${spec.name}`;
      parser.command(spec.name, spec.describe, (group) => {
        register(group, spec.commands, `${words} `, choose);
        return group
          .usage(`kubectl gitops ${words} COMMAND\n\n${spec.describe}`)
          .demandCommand(1, `no command given after ${spec.name}`);
      });
      continue;
    }
    parser.command(
      spec.usage,
      spec.describe,
      (command) => {
        command.options(spec.options).usage(`kubectl gitops ${path}${spec.usage}\n\n${spec.describe}`);
        for (const [example, what] of spec.examples) command.example(example, what);
        return command;
      },
      (parsed) => choose(spec, parsed),
    );
  }
}

/** `-f -` is a value to kubectl and a missing one to yargs. */
function withDashValues(argv: readonly string[]): string[] {
  const joined: string[] = [];
  for (const [index, word] of argv.entries()) {
    // what stands behind it is somebody else's command line
    if (word === '--') return [...joined, ...argv.slice(index)];
    const before = joined.at(-1);
    if (word === '-' && before !== undefined && /^(-f|--filename)$/.test(before))
      joined[joined.length - 1] = `${before}=-`;
    else joined.push(word);
  }
  return joined;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
