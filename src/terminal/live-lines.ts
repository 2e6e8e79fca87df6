import type { Deps } from '../deps.ts';
import { printable } from '../printable.ts';

/** One line about one thing, as it is now. */
export interface LiveLine {
  readonly key: string;
  readonly text: string;
  /** Nothing more is to be said: on a terminal it leaves the screen. */
  readonly isOver: boolean;
}

export interface LiveLines {
  readonly show: (lines: readonly LiveLine[]) => void;
  readonly stop: () => void;
}

/** More would push what is said above out of sight. */
const MOST = 15;
const QUIET: LiveLines = { show: () => {}, stop: () => {} };

/** Lines on stderr that are redrawn in place on a terminal; elsewhere each is written when it changes. */
export function startLiveLines(
  { stderr, env }: Pick<Deps, 'stderr' | 'env'>,
  { quiet }: { readonly quiet: boolean },
): LiveLines {
  if (quiet) return QUIET;
  if (stderr.isTTY !== true || env.TERM === 'dumb') return writtenLines(stderr);
  let drawn = 0;
  const erase = () => {
    if (drawn > 0) stderr.write(`\u001b[${drawn}A\r\u001b[J`);
    drawn = 0;
  };
  return {
    show: (lines) => {
      const open = lines.filter(({ isOver }) => !isOver);
      const more = open.length > MOST ? [`and ${open.length - MOST + 1} more`] : [];
      const shown = open.slice(0, more.length === 0 ? MOST : MOST - 1).map(({ text }) => text);
      const texts = [...shown, ...more].map((text) => oneLine(text).slice(0, (stderr.columns || 80) - 1));
      erase();
      stderr.write(texts.map((text) => `${text}\n`).join(''));
      drawn = texts.length;
    },
    stop: erase,
  };
}

function writtenLines(stderr: Deps['stderr']): LiveLines {
  const said = new Map<string, string>();
  return {
    show: (lines) => {
      for (const { key, text } of lines) {
        if (said.get(key) === text) continue;
        said.set(key, text);
        stderr.write(`${oneLine(text)}\n`);
      }
    },
    stop: () => {},
  };
}

function oneLine(text: string): string {
  return printable(text).replaceAll('\n', ' ');
}
