import { SEVERITIES } from '../../push/rules.ts';
import type { Problem } from '../../push/types.ts';

/** A problem, and everywhere else the very same one was met: a bad base stands under every overlay. */
export interface Finding {
  readonly problem: Problem;
  /** In other roots, or of other objects. */
  readonly again: readonly Problem[];
}

/** Each problem of a line of a file once: errors first, then by root. */
export function findingsOf(problems: readonly Problem[]): readonly Finding[] {
  const met = Map.groupBy(distinct(sorted(problems)), (problem) => {
    const { file, line } = problem.source ?? { file: null, line: null };
    return JSON.stringify([file, line, sameWords(problem)]);
  });
  return [...met.values()].flatMap(([problem, ...again]) =>
    problem === undefined ? [] : [{ problem, again }],
  );
}

/** Two clusters that a root goes to find the same. */
export function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

/** What two problems share that say the same of different places. */
export function sameWords(problem: Problem): string {
  const { severity, code, path, message, hint } = problem;
  const [said, advice] = [message, hint ?? ''].map((text) => withoutNames(text, problem));
  return JSON.stringify([severity, code, path, said, advice]);
}

export function sorted(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      byText(a.root ?? '', b.root ?? '') ||
      byText(a.source?.file ?? '', b.source?.file ?? '') ||
      (a.source?.line ?? 0) - (b.source?.line ?? 0),
  );
}

/** Servers name the object in what they say: only the rest tells one problem from another. */
function withoutNames(text: string, { root, object }: Problem): string {
  const names = [root, object?.namespace, object?.name].filter(
    (name) => typeof name === 'string' && name !== '',
  );
  return names.reduce<string>(
    (rest, name) => rest.replace(new RegExp(`(?<![\\w-])${escaped(name ?? '')}(?![\\w-])`, 'g'), '…'),
    text,
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
