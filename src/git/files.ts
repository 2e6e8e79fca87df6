import { randomUUID } from 'node:crypto';
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

/**
 * Contents of many files at one commit, in one process and without laying anything out. Symbolic links are followed
 * within the tree. What is no file there, or has a line break in its name, is left out.
 */
export async function showFiles(
  repository: LocatedRepository,
  oid: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const asked = paths.filter((path) => !path.includes('\n'));
  if (asked.length === 0) return new Map();
  // a name that does not exist ends every answer: lengths count bytes, and what is not UTF-8 has lost its own
  const end = `end${randomUUID().replaceAll('-', '')}`;
  const input = asked.map((path) => `${oid}:${path}\n${end}\n`).join('');
  const shown = await repository.git(['cat-file', '--batch', '--follow-symlinks'], { input });
  if (shown.code !== 0) throw gitFailure(`cannot read commit ${oid.slice(0, 12)}`, shown);
  const answers = shown.stdout.split(`${end} missing\n`);
  return new Map(
    asked.flatMap((path, index) => {
      const [header] = /^[0-9a-f]+ blob \d+\n/.exec(answers[index] ?? '') ?? [];
      return header === undefined ? [] : [[path, answers[index]?.slice(header.length, -1) ?? ''] as const];
    }),
  );
}
