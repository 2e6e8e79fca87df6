import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Deps } from './deps.ts';
import type { Json } from './object.ts';

/** Files kept at most in one folder of the cache; the oldest go first. */
const MOST = 300;

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
  const files = readdirSync(dir);
  if (files.length <= MOST) return;
  const aged = files
    .map((name) => ({ name, age: statSync(join(dir, name)).mtimeMs }))
    .sort((a, b) => a.age - b.age);
  for (const { name } of aged.slice(0, files.length - MOST)) rmSync(join(dir, name), { force: true });
}
