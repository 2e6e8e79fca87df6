import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Warning } from '../../src/errors.ts';
import { openRepository, type Repository } from '../../src/git/repository.ts';
import { folder } from '../support/repository.ts';
import { depsIn, type World } from './fixture-deps.ts';

export { depsIn, type World };

export async function open(cwd: string, world: World = {}): Promise<Repository> {
  const repository = await openRepository(depsIn(cwd, world));
  if (repository === null) throw new Error(`no repository in ${cwd}`);
  return repository;
}

/** What opening says besides its answer. */
export async function warnings(cwd: string, world: World = {}): Promise<readonly Warning[]> {
  const said: Warning[] = [];
  expect(await openRepository(depsIn(cwd, world), cwd, (warning) => said.push(warning))).toBeNull();
  return said;
}

export interface Place {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

export function git(place: string | Place, ...args: readonly string[]): string {
  const { cwd, env = {} } = typeof place === 'string' ? { cwd: place } : place;
  const settings = ['user.name=Ada', 'user.email=ada@example.com', 'protocol.file.allow=always'];
  const options = settings.flatMap((setting) => ['-c', setting]);
  return execFileSync('git', [...options, ...args], {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** A clone beside everything else, gone when the test ends. */
export function cloneOf(from: string, ...options: readonly string[]): string {
  const dir = join(folder(), 'clone');
  git(folder(), 'clone', '--quiet', ...options, from, dir);
  return dir;
}

/** Every file below a directory with its time and content: equal before and after means that nobody wrote. */
export function snapshot(dir: string): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  const visit = (path: string) => {
    const stat = lstatSync(path);
    if (stat.isDirectory()) {
      files[path] = `folder ${stat.mtimeMs}`;
      for (const name of readdirSync(path)) visit(join(path, name));
      return;
    }
    const content = stat.isSymbolicLink() ? readlinkSync(path) : readFileSync(path);
    files[path] = `${stat.mode} ${stat.mtimeMs} ${createHash('sha256').update(content).digest('hex')}`;
  };
  visit(dir);
  return files;
}
