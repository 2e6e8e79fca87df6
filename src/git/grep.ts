import type { LocatedRepository } from './repository.ts';

/** Files of the work tree, ignored ones left out, that hold one of these texts; null: git cannot tell. */
export async function filesHolding(
  repository: LocatedRepository,
  texts: readonly string[],
): Promise<ReadonlySet<string> | null> {
  const patterns = texts.flatMap((text) => ['-e', text]);
  const found = await repository.git(['grep', '-z', '-l', '-F', '--untracked', '--full-name', ...patterns]);
  if (found.code !== 0 && found.code !== 1) return null;
  return new Set(found.stdout.split('\0').filter((path) => path !== ''));
}
