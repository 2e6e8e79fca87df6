import { gitFailure } from '../failure.ts';
import type { LocatedRepository } from '../repository.ts';

/** A file as a pushed commit brings it. */
export interface BroughtFile {
  readonly path: string;
  readonly oid: string;
  /** The last of the commits that bring it so. */
  readonly commit: string;
}

/** Nobody reads more commits than these before pushing them. */
const MOST = 200;
const OPTIONS = ['-z', '--raw', '-r', '-m', '--no-renames', '--no-abbrev', '--no-show-signature', '--root'];
const RAW = /^:\d+ (\d+) [0-9a-f]+ ([0-9a-f]+) [A-Z]$/;

/** Every content that the commits between two bring, also what a later one of them takes out again. */
export async function broughtFiles(
  repository: LocatedRepository,
  { base, head }: { readonly base: string | null; readonly head: string },
): Promise<readonly BroughtFile[]> {
  if (base === head) return [];
  const range = base === null ? [head] : [head, `^${base}`];
  const log = await repository.git([
    'log',
    ...OPTIONS,
    '--format=%x01%H',
    `--max-count=${MOST}`,
    ...range,
    '--',
  ]);
  if (log.code !== 0) throw gitFailure('cannot read the commits that are pushed', log);
  const files = new Map<string, BroughtFile>();
  for (const part of log.stdout.split('\u0001').slice(1)) {
    const [commit = '', ...fields] = part.split('\0');
    for (const { oid, path } of entriesOf(fields.map((field) => field.replace(/^\n/, '')))) {
      const key = `${oid} ${path}`;
      if (!files.has(key)) files.set(key, { path, oid, commit: commit.trim() });
    }
  }
  return [...files.values()];
}

function entriesOf(fields: readonly string[]): readonly { readonly oid: string; readonly path: string }[] {
  return fields.flatMap((field, index) => {
    const [, mode = '', oid = ''] = RAW.exec(field) ?? [];
    const path = fields[index + 1];
    const isFile = mode.startsWith('100');
    return path === undefined || !isFile || /^0*$/.test(oid) ? [] : [{ oid, path }];
  });
}
