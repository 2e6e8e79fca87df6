import { type Flag, type FlagSet, readTable, type Table } from './flag-table.ts';

/** A command line taken apart as kubectl's own libraries (cobra and pflag) take it apart. */
export interface Words {
  /** The command found, aliases resolved: `set image`; `''`: none. */
  readonly command: string;
  /** The first word where kubectl has no such command: a plugin, or an alias of the user's preferences. */
  readonly unknown: string | null;
  /** What is left for the command beside its flags; of an unknown command all that follows, unread. */
  readonly args: readonly string[];
  /** How many of `args` stand before `--`; null: there is none. */
  readonly dash: number | null;
  readonly given: readonly GivenFlag[];
  /** Flags as typed that no such command has, or that lack their value: kubectl refuses the line. */
  readonly refused: readonly string[];
}

export interface GivenFlag {
  readonly flag: Flag;
  readonly value: string;
}

const UNREAD = { dash: null, given: [], refused: [] } as const;

/** Takes the words after `kubectl` apart. Flags may stand anywhere, the command's own even before its name. */
export function readWords(argv: readonly string[]): Words {
  const table = readTable();
  const { command, rest } = findCommand(table, argv);
  const root = table.flagsOf('');
  const unknown = command === '' ? (firstWord(argv, root) ?? null) : null;
  if (unknown !== null) return { ...UNREAD, command, unknown, args: without(rest, unknown, root) };
  // what a shell wants completed is no command line yet
  if (command.startsWith('__')) return { ...UNREAD, command, unknown, args: rest };
  return { command, unknown, ...parse(rest, table.flagsOf(command)) };
}

function findCommand(table: Table, argv: readonly string[]): { command: string; rest: readonly string[] } {
  let command = '';
  let rest = argv;
  for (;;) {
    const flags = table.flagsOf(command);
    const word = firstWord(rest, flags);
    const child = word === undefined ? undefined : table.child(command, word);
    if (word === undefined || child === undefined) return { command, rest };
    rest = without(rest, word, flags);
    command = child;
  }
}

/**
 * The first word that is neither a flag nor taken for a flag's value. At this point kubectl knows only the flags of
 * the commands found so far: any other one written without `=` is held to take the next word.
 */
function firstWord(argv: readonly string[], flags: FlagSet): string | undefined {
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    if (word === '--') return undefined;
    if (takesNext(word, flags)) {
      // cobra's own rule: a flag before the last word ends the search
      if (argv.length - at - 1 <= 1) return undefined;
      at += 1;
    } else if (word !== '' && !word.startsWith('-')) return word;
  }
  return undefined;
}

function without(argv: readonly string[], name: string, flags: FlagSet): readonly string[] {
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    if (word === '--') break;
    if (takesNext(word, flags)) at += 1;
    else if (word === name) return argv.toSpliced(at, 1);
  }
  return argv;
}

function takesNext(word: string, flags: FlagSet): boolean {
  if (!word.startsWith('-') || word.includes('=')) return false;
  const isShort = /^-[\0-\x7f]$/.test(word) && word !== '--';
  const flag = isShort ? flags.short(word.slice(1)) : flags.long(word.slice(2));
  // cobra has no --help yet when it looks for the command
  const isKnown = flag !== undefined && flag.name !== 'help';
  return (isShort || word.startsWith('--')) && (!isKnown || flag.arity === 'value');
}

function parse(argv: readonly string[], flags: FlagSet): Omit<Words, 'command' | 'unknown'> {
  const args: string[] = [];
  const given: GivenFlag[] = [];
  const refused: string[] = [];
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    if (word === '--') return { args: [...args, ...argv.slice(at + 1)], dash: args.length, given, refused };
    if (word === '-' || !word.startsWith('-')) {
      args.push(word);
      continue;
    }
    const read = word.startsWith('--') ? readLong(word, flags) : readShort(word, flags);
    given.push(...read.given);
    if (read.refused !== null) refused.push(read.refused);
    if (read.wants === null) continue;
    at += 1;
    const value = argv[at];
    if (value === undefined) refused.push(word);
    else given.push({ flag: read.wants, value });
  }
  return { args, dash: null, given, refused };
}

interface Read {
  readonly given: readonly GivenFlag[];
  readonly refused: string | null;
  /** The flag whose value the next word is. */
  readonly wants: Flag | null;
}

function readLong(word: string, flags: FlagSet): Read {
  const equals = word.indexOf('=');
  const flag = flags.long(equals < 0 ? word.slice(2) : word.slice(2, equals));
  if (flag === undefined) return { given: [], refused: word, wants: null };
  if (equals >= 0) return { given: [{ flag, value: word.slice(equals + 1) }], refused: null, wants: null };
  if (flag.arity === 'value') return { given: [], refused: null, wants: flag };
  return { given: [bare(flag)], refused: null, wants: null };
}

/** `-it`, `-Rf x`, `-nfoo`, `-n=foo`; a lone `=` at the end, as in `-n=`, is itself the value. */
function readShort(word: string, flags: FlagSet): Read {
  const given: GivenFlag[] = [];
  for (let at = 1; at < word.length; at += 1) {
    // pflag passes over the flags of Go's own tests
    if (word.startsWith('test.', at)) break;
    const flag = flags.short(word.charAt(at));
    if (flag === undefined) return { given, refused: word, wants: null };
    const rest = word.slice(at + 1);
    if (rest.length > 1 && rest.startsWith('='))
      return { given: [...given, { flag, value: rest.slice(1) }], refused: null, wants: null };
    if (flag.arity === 'value') {
      if (rest === '') return { given, refused: null, wants: flag };
      return { given: [...given, { flag, value: rest }], refused: null, wants: null };
    }
    given.push(bare(flag));
  }
  return { given, refused: null, wants: null };
}

/** What a flag without a value says; `unchanged` is what a bare `--dry-run` stands for, the others need no reading. */
function bare(flag: Flag): GivenFlag {
  if (flag.arity === 'boolean') return { flag, value: 'true' };
  return { flag, value: flag.name === 'dry-run' ? 'unchanged' : '' };
}
