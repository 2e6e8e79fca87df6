import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Warning } from '../../errors.ts';
import { checkOut, type ObjectStore } from './checkout.ts';
import type { LocatedRepository } from '../repository.ts';

/** Deeper than any sane nesting. */
const DEEPEST = 5;

interface Gitlink {
  readonly path: string;
  readonly oid: string;
}

/**
 * Fills the submodules of a tree that was just laid out, each from its own objects, as far as they are here. A
 * submodule without them is named: what is rendered from it would be missing something.
 */
export async function fillSubmodules(
  repository: LocatedRepository,
  oid: string,
  dir: string,
  index: string,
): Promise<readonly Warning[]> {
  return fill(repository, { git: repository.git }, repository.commonDir, oid, dir, index, '', 0);
}

async function fill(
  repository: LocatedRepository,
  store: ObjectStore,
  storeDir: string,
  oid: string,
  dir: string,
  index: string,
  prefix: string,
  depth: number,
): Promise<readonly Warning[]> {
  if (!existsSync(join(dir, '.gitmodules')) || depth > DEEPEST) return [];
  const names = await submoduleNames(repository, dir);
  const warnings: Warning[] = [];
  for (const link of await gitlinks(store, oid)) {
    const name = names.get(link.path);
    const into = join(dir, link.path);
    const gitDir = name === undefined ? null : join(storeDir, 'modules', name);
    const inner = gitDir === null || !existsSync(gitDir) ? null : { git: repository.git, gitDir };
    mkdirSync(into, { recursive: true });
    const innerIndex = `${index}-${depth}-${warnings.length}-${link.oid}`;
    const done = inner === null ? null : await checkOut(inner, link.oid, into, innerIndex, []);
    if (inner === null || gitDir === null || done?.code !== 0) {
      warnings.push(missing(`${prefix}${link.path}`));
      continue;
    }
    const below = `${prefix}${link.path}/`;
    warnings.push(...(await fill(repository, inner, gitDir, link.oid, into, innerIndex, below, depth + 1)));
  }
  return warnings;
}

async function gitlinks({ git, gitDir }: ObjectStore, oid: string): Promise<readonly Gitlink[]> {
  const location = gitDir === undefined ? [] : ['--git-dir', gitDir];
  const listed = await git([...location, 'ls-tree', '-r', '-z', '--full-tree', oid]);
  return listed.stdout.split('\0').flatMap((entry): readonly Gitlink[] => {
    const [, link, path] = /^160000 commit ([0-9a-f]+)\t(.+)$/s.exec(entry) ?? [];
    return link === undefined || path === undefined ? [] : [{ oid: link, path }];
  });
}

/** Path to name, as this commit's own .gitmodules has them; a name may not lead out of `modules`. */
async function submoduleNames(
  repository: LocatedRepository,
  dir: string,
): Promise<ReadonlyMap<string, string>> {
  const file = join(dir, '.gitmodules');
  const read = await repository.git([
    'config',
    '-z',
    '--file',
    file,
    '--get-regexp',
    '^submodule\\..*\\.path$',
  ]);
  return new Map(
    read.stdout.split('\0').flatMap((entry): readonly (readonly [string, string])[] => {
      const [, name, path] = /^submodule\.(.+)\.path\n(.+)$/s.exec(entry) ?? [];
      const safe = name !== undefined && !name.split('/').includes('..') && !name.startsWith('/');
      return safe && path !== undefined ? [[path, name]] : [];
    }),
  );
}

function missing(path: string): Warning {
  return {
    code: 'SUBMODULE_NOT_FETCHED',
    message: `the submodule ${path} is empty at this commit: its content is not here`,
    hint: `git submodule update --init ${path}`,
  };
}
