import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Deps } from '../deps.ts';
import { messageOf, UsageError } from '../errors.ts';
import { isArray, isObject, type Json } from '../object.ts';
import { stateFile } from './places.ts';

/** What one `guard install` made, so that `uninstall` removes that and nothing else. */
export interface Installed {
  readonly folder: string;
  /** Folders that were not there before, the deepest first. */
  readonly madeFolders: readonly string[];
  readonly startFiles: readonly string[];
}

type Env = Pick<Deps, 'env'>;

/** Every recorded installation. Throws UsageError for a record that is no JSON. */
export function readRecord({ env }: Env): readonly Installed[] {
  const file = recordFile(env);
  if (!existsSync(file)) return [];
  try {
    const value: Json = JSON.parse(readFileSync(file, 'utf8'));
    return isArray(value) ? value.flatMap(parseInstalled) : [];
  } catch (cause) {
    throw new UsageError('BROKEN_RECORD', `the record of what guard install made cannot be read: ${file}`, {
      facts: [`  ${messageOf(cause)}`],
      hint: `remove ${file}, and run kubectl gitops guard install again`,
      cause,
    });
  }
}

/** Replaces the record; an empty one is no file. */
export function writeRecord({ env }: Env, installed: readonly Installed[]): void {
  const file = recordFile(env);
  if (installed.length === 0) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.tmp`, `${JSON.stringify(installed, null, 2)}\n`);
  renameSync(`${file}.tmp`, file);
}

function recordFile(env: Deps['env']): string {
  return stateFile(env, 'guard-shim.json');
}

function parseInstalled(value: Json): readonly Installed[] {
  if (!isObject(value) || typeof value.folder !== 'string') return [];
  const { folder, madeFolders, startFiles } = value;
  return [{ folder, madeFolders: strings(madeFolders), startFiles: strings(startFiles) }];
}

function strings(value: Json | undefined): readonly string[] {
  return isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
