import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Deps } from './deps.ts';
import type { Json } from './object.ts';

/** What one folder of the cache holds at most; the oldest go first. */
export interface Limits {
  readonly files: number;
  readonly bytes: number;
}

/** As many files are looked through with every one that is written; more only now and then. */
const FEW = 300;
const NOW_AND_THEN = 50;
const LIMITS: Limits = { files: 300, bytes: 256 * 1024 * 1024 };

/**
 * A folder of JSON files that may vanish at any time: `$XDG_CACHE_HOME/kubectl-gitops/FOLDER`. Reading never
 * fails (a broken file is no file), writing never stops a command. Never give it a Secret's data.
 */
export interface Store {
  readonly read: (key: string) => Json | undefined;
  /** Of an object nothing but what JSON has. */
  readonly write: (key: string, value: Json | object) => void;
}

/** A folder of files of any form, which may vanish at any time as well. */
export interface FileStore {
  readonly read: (name: string) => { readonly path: string; readonly content: Buffer } | undefined;
  readonly write: (name: string, content: Buffer) => void;
}

function folderOf({ env }: Pick<Deps, 'env'>, folder: string): string {
  const base = env.XDG_CACHE_HOME || join(env.HOME ?? homedir(), '.cache');
  return join(base, 'kubectl-gitops', folder);
}

export function openFileStore(deps: Pick<Deps, 'env'>, folder: string, limits: Limits): FileStore {
  const dir = folderOf(deps, folder);
  return {
    read: (name) => {
      const path = join(dir, name);
      try {
        return { path, content: readFileSync(path) };
      } catch {
        return undefined;
      }
    },
    write: (name, content) => {
      keep(dir, join(dir, name), content, limits);
    },
  };
}

export function openStore(deps: Pick<Deps, 'env'>, folder: string, limits: Limits = LIMITS): Store {
  const dir = folderOf(deps, folder);
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
      keep(dir, file(key), JSON.stringify(value), limits);
    },
  };
}

function keep(dir: string, file: string, content: string | Buffer, limits: Limits): void {
  try {
    writeAtomically(file, content);
    prune(dir, limits);
  } catch {
    // a cache that cannot be written (read-only home, full disk) costs time, never an answer
  }
}

function writeAtomically(file: string, text: string | Buffer): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, text, { mode: 0o600 });
  renameSync(temporary, file);
}

function prune(dir: string, limits: Limits): void {
  const names = readdirSync(dir);
  const isFull = names.length > limits.files;
  if (names.length > FEW && !isFull && names.length % NOW_AND_THEN !== 0) return;
  // a large folder gets room for the next ones, too
  const most = isFull && limits.files > FEW ? limits.files - 2 * NOW_AND_THEN : limits.files;
  const files = names.map((name) => {
    const { mtimeMs, size } = statSync(join(dir, name));
    return { name, mtimeMs, size };
  });
  let bytes = 0;
  const kept = (size: number, index: number) => {
    bytes += size;
    return index < most && bytes <= limits.bytes;
  };
  const newestFirst = files.sort((a, b) => b.mtimeMs - a.mtimeMs);
  for (const { name } of newestFirst.filter(({ size }, index) => !kept(size, index)))
    rmSync(join(dir, name), { force: true });
}
