import type { Deps } from '../deps.ts';
import { UsageError } from '../errors.ts';
import { runGit } from './process.ts';
import type { Repository } from './repository.ts';

/** Commits one file and nothing else, as the user would: own name, own hooks. Returns what git says of it. */
export async function commitFile(
  { top, env }: Pick<Repository, 'top' | 'env'>,
  file: string,
  message: string,
  deps: Deps,
): Promise<string> {
  const args = ['commit', '--only', `--message=${message}`, '--', file];
  const { code, stdout, stderr } = await runGit({ ...deps, cwd: top }, args, { env });
  if (code === 0) return stdout;
  throw new UsageError('COMMIT_FAILED', 'git did not commit it; the file is changed in the work tree', {
    facts: `${stdout}${stderr}`.trimEnd().split('\n'),
    hint: `git commit -- ${file}`,
  });
}
