import type { View } from '../../view.ts';
import { gitFailure } from '../failure.ts';
import type { LocatedRepository } from '../repository.ts';

/** A file that a pushed commit brings. */
export interface PushedFile {
  readonly path: string;
  readonly oid: string;
  /** null: it is there at the end; else the commit that has it, and a later one has not. */
  readonly commit: string | null;
}

/** Nobody reads more commits than these before pushing them. */
const MOST = 200;
const RAW = /^:\d+ (\d+) [0-9a-f]+ ([0-9a-f]+) [A-Z]$/;

/** Every file content that the commits between two bring, also what a later one of them takes out again. `view`: of head. */
export async function pushedFiles(
  repository: LocatedRepository,
  { base, head }: { readonly base: string | null; readonly head: string },
  view: Pick<View, 'digest'>,
): Promise<readonly PushedFile[]> {
  if (base === head) return [];
  const range = base === null ? [head] : [head, `^${base}`];
  const options = ['-z', '--raw', '-r', '-m', '--no-renames', '--no-abbrev', '--no-show-signature', '--root'];
  const log = await repository.git([
    'log',
    ...options,
    '--format=%x01%H',
    `--max-count=${MOST}`,
    ...range,
    '--',
  ]);
  if (log.code !== 0) throw gitFailure('cannot read the commits that are pushed', log);
  const files = new Map<string, PushedFile>();
  for (const part of log.stdout.split('\u0001').slice(1)) {
    const [commit = '', ...fields] = part.split('\0');
    for (const { oid, path } of entriesOf(fields.map((field) => field.replace(/^\n/, '')))) {
      const key = `${oid} ${path}`;
      const isThere = view.digest(path) === `blob:${oid}`;
      if (!files.has(key)) files.set(key, { path, oid, commit: isThere ? null : commit.trim() });
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
