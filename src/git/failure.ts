import { UsageError } from '../errors.ts';
import type { Ran } from '../io.ts';

/** What a git command says that should have worked, in git's own words. */
export function gitFailure(what: string, ran: Ran): UsageError {
  const said = ran.stderr.split('\n').filter((line) => line.trim() !== '');
  const command = /git config --global --add safe\.directory .+/.exec(ran.stderr)?.[0];
  if (/dubious ownership/.test(ran.stderr)) {
    return new UsageError(
      'FOREIGN_REPOSITORY',
      'git does not trust this repository: it belongs to another user',
      {
        facts: said.slice(0, 1),
        hint: `if you trust it: ${command ?? 'git config --global --add safe.directory DIR'}`,
      },
    );
  }
  return new UsageError(
    'GIT_FAILED',
    ran.timedOut ? `${what}: git did not answer in time` : `${what}: git failed`,
    {
      facts: said.slice(0, 5),
      hint: 'run git status in the repository and correct what it says',
    },
  );
}

/** git found nothing, which is an answer; a broken or foreign repository is not. */
export function isNoRepository({ stderr }: Ran): boolean {
  return /^fatal: not a git repository \(or any/m.test(stderr);
}
