import type { GitopsError, ObjectName } from '../errors.ts';
import { holdBack, outcomeOf } from '../guard/outcome.ts';
import type { Holder } from '../guard/types.ts';
import { describe } from '../object.ts';
import { oneLine } from './words/escape.ts';
import { counted } from './words/value.ts';

export interface PlanLines {
  readonly context: string;
  readonly server: string;
  readonly revision: string | null;
  readonly create: readonly ObjectName[];
  readonly change: readonly ObjectName[];
  readonly keep: number;
  readonly prune: readonly ObjectName[];
}

/** What an apply would do: where, to what, from which commit. */
export function planText({ context, server, revision, create, change, keep, prune }: PlanLines): string {
  const lines = [
    `context ${context}  ${server}${revision === null ? '' : `  commit ${revision.slice(0, 7)}`}`,
    ...create.map((name) => `  create  ${describe(name)}`),
    ...change.map((name) => `  change  ${describe(name)}`),
    ...prune.map((name) => `  delete  ${describe(name)}`),
    `plan: ${create.length} to create, ${change.length} to change, ${prune.length} to delete, ${keep} as they are`,
  ];
  return `${lines.map(oneLine).join('\n')}\n`;
}

export function outcomeText(object: ObjectName, done: string): string {
  return `${oneLine(`${describe(object)} ${done}`)}\n`;
}

/** Said before what was refused is applied all the same: what it passes over, and what would undo it at once. */
export function pastGitText(refusals: readonly GitopsError[], holders: readonly Holder[]): string {
  const undone = holders.flatMap((holder) => {
    const outcome = outcomeOf('change', holder, null);
    return [`warning: ${outcome.because}`, ...holdBack(outcome, holder).map((way) => `  ${way}`)];
  });
  const lines = [...refusals.map(({ message }) => `break-glass: ${message}`), ...undone];
  return [...new Set(lines)].map((line) => `${oneLine(line)}\n`).join('');
}

/** Said once for all that a server which went away was not asked any more. */
export function notTriedText(count: number): string {
  return `${counted(count, 'object')} ${count === 1 ? 'was' : 'were'} not tried any more: the API server is gone\n`;
}

/** The last line. */
export function appliedText(done: readonly (string | null)[], revision: string | null): string {
  const failed = done.filter((one) => one === null).length;
  const words = ['created', 'changed', 'unchanged', 'pruned']
    .map((word) => [word, done.filter((one) => one === word).length] as const)
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${count} ${word}`);
  const of = revision === null ? '' : ` of commit ${revision.slice(0, 7)}`;
  const end = failed === 0 ? `applied${of}` : `${counted(failed, 'object')} failed${of}`;
  return `${end}: ${words.length === 0 ? 'nothing to do' : words.join(', ')}\n`;
}
