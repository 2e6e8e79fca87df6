import { gitFailure } from './failure.ts';
import type { LocatedRepository } from './repository.ts';

/** One entry of a commit's tree. */
export interface TreeEntry {
  readonly kind: 'file' | 'symlink' | 'submodule';
  readonly oid: string;
  /** Relative to the top. */
  readonly path: string;
}

/** Everything at or below these paths at one commit (none: the whole tree), without their contents. */
export async function listFiles(
  repository: LocatedRepository,
  oid: string,
  paths: readonly string[] = [],
): Promise<readonly TreeEntry[]> {
  const whole = paths.length === 0 || paths.includes('.');
  const listed = await repository.git([
    'ls-tree',
    '-r',
    '-z',
    '--full-tree',
    oid,
    '--',
    ...(whole ? [] : paths),
  ]);
  if (listed.code !== 0) throw gitFailure(`cannot read commit ${oid.slice(0, 12)}`, listed);
  return listed.stdout.split('\0').flatMap((entry): readonly TreeEntry[] => {
    const [, mode = '', blob = '', path = ''] = /^(\d+) \w+ ([0-9a-f]+)\t(.+)$/s.exec(entry) ?? [];
    return path === '' ? [] : [{ kind: kindOf(mode), oid: blob, path }];
  });
}

function kindOf(mode: string): TreeEntry['kind'] {
  if (mode === '120000') return 'symlink';
  return mode === '160000' ? 'submodule' : 'file';
}
