import { UsageError } from '../../errors.ts';
import type { Manager } from './managers.ts';
import { hasConfigHooks } from '../place.ts';
import type { Use } from './use.ts';

/**
 * What the repository's hooks go through: what is in place, else what its files speak of, else git itself. Throws
 * UsageError where that is several: a guess would put the hook where nobody runs it.
 */
export function chooseManager(use: Use, gitVersion: string): Manager {
  const known = [
    ['husky', use.husky],
    ['lefthook', use.lefthook],
    ['pre-commit', use.preCommit],
    ['simple-git-hooks', use.simpleGitHooks],
  ] as const;
  const live = known.flatMap(([name, found]) => (found?.live === true ? [name] : []));
  const declared = known.flatMap(([name, found]) => (found === null ? [] : [name]));
  const candidates = live.length > 0 ? live : declared;
  const [only] = candidates;
  if (candidates.length > 1) {
    throw new UsageError('SEVERAL_MANAGERS', `this repository has hooks of ${candidates.join(' and of ')}`, {
      hint: `say which: kubectl gitops hook install --manager ${candidates.join('|')}`,
    });
  }
  return only ?? (hasConfigHooks(gitVersion) ? 'git-config' : 'git-hooks');
}
