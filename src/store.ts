import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Deps } from './deps.ts';
import type { Json } from './object.ts';

/** Files, and bytes, kept at most in one folder of the cache; the oldest go first. */
const MOST = 300;
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * A folder of JSON files that may vanish at any time: `$XDG_CACHE_HOME/kubectl-gitops/FOLDER`. Reading never
 * fails (a broken file is no file), writing never stops a command. Never give it a Secret's data.
 */
export interface Store {
  readonly read: (key: string) => Json | undefined;
  readonly write: (key: string, value: Json) => void;
}

export function openStore({ env }: Pick<Deps, 'env'>, folder: string): Store {
  const base = env.XDG_CACHE_HOME || join(env.HOME ?? homedir(), '.cache');
  const dir = join(base, 'kubectl-gitops', folder);
  const file = (key: string) => join(dir, `${key}.json`);
  return {
    read: (key) => {
      try {
        const value: Json = JSON.parse(readFileSync(file(key), 'utf8'));
        return value;
      } catch {
        return undefined;
      }
    },
    write: (key, value) => {
      try {
        writeAtomically(file(key), JSON.stringify(value));
        prune(dir);
      } catch {
        // a cache that cannot be written (read-only home, full disk) costs time, never an answer
      }
    },
  };
}

function writeAtomically(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, text, { mode: 0o600 });
  renameSync(temporary, file);
}

function prune(dir: string): void {
  const files = readdirSync(dir).map((name) => {
    const { mtimeMs, size } = statSync(join(dir, name));
    return { name, mtimeMs, size };
  });
  let bytes = 0;
  const kept = (size: number, index: number) => {
    bytes += size;
    return index < MOST && bytes <= MOST_BYTES;
  };
  const newestFirst = files.sort((a, b) => b.mtimeMs - a.mtimeMs);
  for (const { name } of newestFirst.filter(({ size }, index) => !kept(size, index)))
    rmSync(join(dir, name), { force: true });
}
