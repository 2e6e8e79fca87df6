import { FLAG_TABLE } from './flags.ts';

/** A boolean never takes the next word for its value; nor does an `optional` one, whose value stands behind `=`. */
export type Arity = 'value' | 'boolean' | 'optional';

export interface Flag {
  readonly name: string;
  readonly shorthand: string | null;
  readonly arity: Arity;
  /** One of the flags that every command takes; a command's own flag of the same name hides it. */
  readonly isGlobal: boolean;
}

export interface FlagSet {
  readonly long: (name: string) => Flag | undefined;
  readonly short: (letter: string) => Flag | undefined;
  readonly all: readonly Flag[];
}

export interface Table {
  /** The command's own name for a word at this place, an alias included; undefined: no command. */
  readonly child: (parent: string, word: string) => string | undefined;
  /** Every command's full name, `set image`; `''` is kubectl itself. */
  readonly commands: readonly string[];
  readonly flagsOf: (command: string) => FlagSet;
}

const ROOT = 'kubectl';
const HELP: Flag = { name: 'help', shorthand: 'h', arity: 'boolean', isGlobal: false };

/** The table of commands, read; of 1.33 to 1.36 the union. */
export function readTable(): Table {
  const words = new Map<string, readonly string[]>();
  const names = new Map<string, string>();
  for (const entry of FLAG_TABLE.trim().split(/\n(?! )/)) {
    const colon = entry.indexOf(':');
    const [name = '', ...aliases] = entry.slice(0, colon).split('|');
    const parent = name.slice(0, Math.max(0, name.lastIndexOf(' ')));
    words.set(name, entry.slice(colon + 1).match(/\S+/g) ?? []);
    if (name.startsWith('@') || name === ROOT) continue;
    names.set(name, name);
    for (const alias of aliases) names.set(`${parent} ${alias}`, name);
  }
  const flagsNamed = (name: string, isGlobal: boolean): readonly Flag[] =>
    (words.get(name) ?? []).flatMap((word) =>
      word.startsWith('@') ? flagsNamed(word, isGlobal) : [flagFrom(word, isGlobal)],
    );
  return {
    child: (parent, word) => names.get(parent === '' ? word : `${parent} ${word}`),
    commands: ['', ...new Set(names.values())],
    flagsOf: (command) => {
      const own = command === '' ? [] : flagsNamed(command, false);
      const inherited = flagsNamed(ROOT, true).filter(({ name }) => own.every((flag) => flag.name !== name));
      return flagSet([...own, ...inherited, HELP]);
    },
  };
}

function flagFrom(word: string, isGlobal: boolean): Flag {
  const slash = word.indexOf('/');
  const mark = word.at(-1);
  const name = word.slice(slash + 1, mark === '!' || mark === '?' ? -1 : undefined);
  const shorthand = slash < 0 ? null : word.slice(0, slash);
  if (mark === '!') return { name, shorthand, arity: 'boolean', isGlobal };
  return { name, shorthand, arity: mark === '?' ? 'optional' : 'value', isGlobal };
}

function flagSet(all: readonly Flag[]): FlagSet {
  return {
    all,
    // kubectl takes --dry_run for --dry-run
    long: (name) => all.find((flag) => flag.name === name.replaceAll('_', '-')),
    short: (letter) => all.find((flag) => flag.shorthand === letter),
  };
}
