import { execFile } from 'node:child_process';
import { copyFile, readdir, realpath, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Deps } from '../../src/deps.ts';

const TIME = 1_700_000_000;

/** Puts a copy in the place of a program, for a test that breaks it. */
export async function ownProgram({ cwd }: Deps, name: string, as?: string): Promise<string> {
  const program = join(cwd, as ?? name.replace(/\d$/, ''));
  const original = await realpath(program);
  await rm(program);
  await copyFile(original, program);
  await utimes(program, TIME, TIME);
  return program;
}

/** From now on it cannot be run, and looks as before; `later`: but for its time, in seconds. */
export async function disarm(program: string, later = 0): Promise<void> {
  const { size } = await stat(program);
  await writeFile(program, '\x7fELF\nexit 9\n');
  await truncate(program, size);
  await utimes(program, TIME, TIME + later);
}

/** What was remembered of renderings. */
export async function kept({ env }: Deps): Promise<readonly string[]> {
  const folder = join(env.HOME ?? '', '.cache/kubectl-gitops/renders');
  const names = await readdir(folder).catch(() => []);
  return names.map((name) => join(folder, name));
}

export async function pack(dir: string, name: string, to: string): Promise<void> {
  await promisify(execFile)('tar', ['-czf', to, '-C', dir, name]);
}
