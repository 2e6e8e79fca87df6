import { RefusedError, UsageError } from '../errors.ts';

/** `--manager` named one that the repository does not have. */
export function missingManager(name: string): UsageError {
  return new UsageError('NO_SUCH_MANAGER', `this repository does not use ${name}`, {
    hint: 'let the repository decide: kubectl gitops hook install',
  });
}

/** A file that only people can edit without harm: what to add is said instead. */
export function addByHand(file: string, lines: readonly string[]): RefusedError {
  return new RefusedError('ADD_BY_HAND', `${file} has a form that is not edited: nothing was changed`, {
    facts: [`  add to ${file}:`, ...lines.map((line) => `    ${line}`)],
    hint: 'then see whether it works: kubectl gitops hook status',
  });
}
