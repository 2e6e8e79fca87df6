import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Deps } from '../deps.ts';
import { findShim } from './link.ts';
import { PATH_FILE } from './places.ts';
import { type Installed, readRecord, writeRecord } from './record.ts';
import { changeStartFile, withoutBlock } from './start-file.ts';

export interface UninstallReport {
  readonly removed: readonly string[];
  /** Start files that lost our lines. */
  readonly changed: readonly string[];
  /** Named kubectl in a folder of ours, but no longer the shim: left alone. */
  readonly kept: readonly string[];
}

/** Removes what `install` made, all of it and nothing else. Throws UsageError for a start file with half a block. */
export function uninstall(deps: Pick<Deps, 'env'>): UninstallReport {
  const record = readRecord(deps);
  // start files first: one that cannot be changed stops us while everything still works
  const changed = record
    .flatMap(({ startFiles }) => startFiles)
    .filter((file) => existsSync(file) && changeStartFile(file, (text) => withoutBlock(text, file)));
  const removed = record.flatMap(removeInstalled);
  const kept = record
    .map(({ folder }) => join(folder, 'kubectl'))
    .filter((file) => findShim(file) !== 'none');
  writeRecord(deps, []);
  return { removed, changed, kept };
}

function removeInstalled({ folder, madeFolders }: Installed): readonly string[] {
  const shim = join(folder, 'kubectl');
  const removed: string[] = [];
  if (findShim(shim) === 'ours') {
    rmSync(shim);
    removed.push(shim);
  }
  rmSync(join(folder, PATH_FILE), { force: true });
  for (const made of madeFolders) {
    if (!existsSync(made) || readdirSync(made).length > 0) break;
    rmdirSync(made);
    removed.push(made);
  }
  return removed;
}
