import { hasBlock, withBlock, withoutBlock } from './block.ts';
import { SCRIPT_LINES } from './lines.ts';

/** What hooks of husky 5 to 8 begin with; it starts the script again, so our lines come behind it. */
export const OLD_HUSKY = '#!/usr/bin/env sh\n. "$(dirname -- "$0")/_/husky.sh"\n\n';
const SOURCES_HUSKY = /^[ \t]*(?:\.|source)[ \t].*\/husky\.sh.*\r?\n?/m;

/**
 * A shell script with our lines in it, before all others: what comes first gets standard input, and those behind get
 * it again. Line ends are LF whatever the file has: with others no shell reads them. null: there is no file yet.
 */
export function scriptWith(text: string | null, start = ''): string {
  const before = text ?? start;
  const written = withBlock(before, SCRIPT_LINES, { offset: spotIn(before), indent: '' }, '\n');
  return text === '' ? written.trimEnd() : written;
}

/** The script without our lines; null: nothing else was in it, and the file goes. */
export function scriptWithout(text: string): string | null {
  if (!hasBlock(text)) return text;
  const rest = withoutBlock(text);
  return rest === OLD_HUSKY || (rest === '' && text.endsWith('\n')) ? null : rest;
}

/** A script that a POSIX shell runs, as far as its first line tells. */
export function isShellScript(text: string): boolean {
  const [, interpreter] = /^#![ \t]*(\S.*?)\r?$/m.exec(text.split('\n', 1)[0] ?? '') ?? [];
  if (interpreter === undefined) return !text.includes('\0');
  return /(^|[/ ])(sh|bash|dash|ash|ksh|zsh)( |$)/.test(interpreter);
}

function spotIn(text: string): number {
  const husky = SOURCES_HUSKY.exec(text);
  if (husky !== null) return husky.index + husky[0].length;
  return text.startsWith('#!') ? text.indexOf('\n') + 1 || text.length : 0;
}
