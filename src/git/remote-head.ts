import type { LocatedRepository } from './repository.ts';

/** The branch that a remote calls its own default, as of the last clone or `git remote set-head`; null: not known. */
export async function defaultBranch(
  { git }: Pick<LocatedRepository, 'git'>,
  remote: string,
): Promise<string | null> {
  const prefix = `refs/remotes/${remote}/`;
  const found = await git(['symbolic-ref', '--quiet', `${prefix}HEAD`]);
  const name = found.stdout.trim();
  return found.code === 0 && name.startsWith(prefix) ? name.slice(prefix.length) : null;
}
