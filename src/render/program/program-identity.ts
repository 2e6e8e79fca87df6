import { accessSync, closeSync, constants, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, delimiter, isAbsolute, join } from 'node:path';
import type { Deps } from '../../deps.ts';

/**
 * Which build of a program runs, told by its file without running it: asking for its version takes as long as many a
 * rendering. Of several names the first that is there counts. Null for scripts and for links to a launcher of another
 * name (asdf, mise, snap): what they start today they need not start tomorrow.
 */
export function identityOf(names: readonly string[], env: Deps['env']): string | null {
  const dirs = (env.PATH ?? env.Path ?? '').split(delimiter);
  // what such a PATH finds depends on where one is
  if (!dirs.every(isAbsolute)) return null;
  for (const name of names) {
    const file = find(name, dirs);
    if (file !== null) return fingerprint(file, name);
  }
  return null;
}

function find(name: string, dirs: readonly string[]): string | null {
  const paths = isAbsolute(name)
    ? [name]
    : dirs.flatMap((dir) => [join(dir, name), join(dir, `${name}.exe`)]);
  return paths.map(executable).find((path) => path !== null) ?? null;
}

function fingerprint(file: string, name: string): string | null {
  if (!basename(file).startsWith(basename(name)) || !isNative(file)) return null;
  const { size, mtimeMs } = statSync(file);
  return `${file} ${size} ${mtimeMs}`;
}

function executable(path: string): string | null {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile() ? realpathSync(path) : null;
  } catch {
    return null;
  }
}

/** How programs begin on Linux, macOS (two kinds) and Windows. */
const NATIVE = /^(?:7f454c46|cffaedfe|cafebabe|4d5a)/;

function isNative(file: string): boolean {
  const start = Buffer.alloc(4);
  const opened = openSync(file, 'r');
  try {
    readSync(opened, start, 0, start.length, 0);
  } finally {
    closeSync(opened);
  }
  return NATIVE.test(start.toString('hex'));
}
