import { dirname, join } from 'node:path';
import { isArray, isObject, type Json } from '../object.ts';
import { bytesOf, type Place } from './place.ts';
import { type Step, write } from './plan.ts';

/** What `install` did that no file shows, so that `uninstall` takes that back, too. */
export interface HookRecord {
  /** Folders that were not there before, the deepest first. */
  readonly madeFolders: readonly string[];
  readonly undo: readonly (readonly string[])[];
}

const NOTHING: HookRecord = { madeFolders: [], undo: [] };

/** A record that cannot be read is none: what it held is found in the files, but for empty folders. */
export function readRecord(place: Place): HookRecord {
  try {
    const value: Json = JSON.parse(bytesOf(recordFile(place)) ?? 'null');
    if (!isObject(value)) return NOTHING;
    const undo = isArray(value.undo) ? value.undo.map(strings) : [];
    return { madeFolders: strings(value.madeFolders), undo };
  } catch {
    return NOTHING;
  }
}

/** What a second install did is added to what the first one did. */
export function recordSteps(place: Place, made: HookRecord): readonly Step[] {
  const before = readRecord(place);
  const unknown = made.undo.filter((one) => !before.undo.some((other) => other.join(' ') === one.join(' ')));
  const record: HookRecord = {
    madeFolders: [...new Set([...made.madeFolders, ...before.madeFolders])],
    undo: [...before.undo, ...unknown],
  };
  if (record.madeFolders.length === 0 && record.undo.length === 0) return [];
  const file = recordFile(place);
  return write(file, bytesOf(file), `${JSON.stringify(record, null, 2)}\n`);
}

export function forgetSteps(place: Place): readonly Step[] {
  const file = recordFile(place);
  const before = bytesOf(file);
  return before === null ? [] : [...write(file, before, null), { do: 'rmdir', folder: dirname(file) }];
}

function recordFile({ repository }: Place): string {
  return join(repository.commonDir, 'kubectl-gitops', 'hook.json');
}

function strings(value: Json | undefined): readonly string[] {
  return isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
