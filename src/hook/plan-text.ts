import { shownPath } from './place.ts';
import type { Step } from './plan.ts';

/** What steps do, for who wants to see it before, to the last line. */
export function stepsText(steps: readonly Step[], top: string): string {
  return steps.map((step) => stepText(step, (file) => shownPath(file, { top }))).join('');
}

function stepText(step: Step, shown: (file: string) => string): string {
  switch (step.do) {
    case 'run':
      return `run ${[step.program, ...step.args].map(word).join(' ')}\n`;
    case 'move':
      return `move ${shown(step.from)} to ${shown(step.to)}\n`;
    case 'rmdir':
      return `remove ${shown(step.folder)} if nothing is left in it\n`;
    case 'write':
      if (step.after === null) return `remove ${shown(step.file)}\n`;
      return step.before === null
        ? `write ${shown(step.file)}, mode ${step.mode.toString(8)}\n${lines('+', linesOf(step.after))}`
        : `change ${shown(step.file)}\n${change(linesOf(step.before), linesOf(step.after))}`;
  }
}

/** Ours is one piece of a file: what stands before and behind it is the same, and only counted. */
function change(before: readonly string[], after: readonly string[]): string {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  const shorter = Math.min(before.length, after.length) - start;
  while (end < shorter && before.at(-1 - end) === after.at(-1 - end)) end++;
  const removed = before.slice(start, before.length - end);
  const added = after.slice(start, after.length - end);
  return `  at line ${start + 1}\n${lines('-', removed)}${lines('+', added)}`;
}

function linesOf(bytes: string): readonly string[] {
  const text = Buffer.from(bytes, 'latin1').toString('utf8');
  const all = text.split(/\r?\n/);
  return all.at(-1) === '' ? all.slice(0, -1) : all;
}

function lines(sign: string, all: readonly string[]): string {
  return all.map((line) => `  ${sign} ${line}\n`).join('');
}

/** As one would type it. */
function word(text: string): string {
  return /^[\w./=:@-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
