import type { EntryKind } from '../place.ts';
import type { ViewEntry } from '../view.ts';

/** What git keeps of a path. */
export interface Entry {
  readonly kind: Exclude<EntryKind, 'directory'>;
  readonly oid: string;
}

/** The paths of a commit. */
export interface Listing {
  readonly entries: ReadonlyMap<string, Entry>;
  /** What stands in each directory, made when it is first asked for. */
  readonly directories: () => ReadonlyMap<string, readonly ViewEntry[]>;
  /** Without links and submodules every path leads to itself. */
  readonly isStraight: boolean;
}

export function listingOf(entries: ReadonlyMap<string, Entry>): Listing {
  let directories: ReadonlyMap<string, readonly ViewEntry[]> | undefined;
  let isStraight = true;
  for (const { kind } of entries.values()) if (kind !== 'file') isStraight = false;
  return {
    entries,
    directories: () => {
      directories ??= directoriesOf(entries);
      return directories;
    },
    isStraight,
  };
}

/** Reads `git ls-tree -r -z`. */
export function readListing(stdout: string): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  for (let at = 0; at < stdout.length; ) {
    const end = stdout.indexOf('\0', at);
    const tab = stdout.indexOf('\t', at);
    const oid = stdout.slice(stdout.indexOf(' ', at + 7) + 1, tab);
    entries.set(stdout.slice(tab + 1, end), { kind: kindOf(stdout.slice(at, at + 6)), oid });
    at = end + 1;
  }
  return entries;
}

/** One entry of `git diff-tree -r -z`. */
export interface Change {
  readonly path: string;
  /** null: it was not there. */
  readonly before: Entry | null;
}

/** Reads `git diff-tree -r -z --no-renames`. */
export function readChanges(stdout: string): readonly Change[] {
  const parts = stdout.split('\0');
  const changes: Change[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [mode = '', , oid = ''] = (parts[at] ?? '').slice(1).split(' ');
    const before = mode === '000000' ? null : { kind: kindOf(mode), oid };
    changes.push({ path: parts[at + 1] ?? '', before });
  }
  return changes;
}

/** What was listed before these changes. */
export function undone(
  entries: ReadonlyMap<string, Entry>,
  changes: readonly Change[],
): ReadonlyMap<string, Entry> {
  const before = new Map(entries);
  for (const change of changes) {
    if (change.before === null) before.delete(change.path);
    else before.set(change.path, change.before);
  }
  return before;
}

function kindOf(mode: string): Entry['kind'] {
  if (mode === '120000') return 'symlink';
  return mode === '160000' ? 'submodule' : 'file';
}

function directoriesOf(entries: ReadonlyMap<string, Entry>): ReadonlyMap<string, readonly ViewEntry[]> {
  const directories = new Map<string, ViewEntry[]>([['.', []]]);
  const directory = (path: string): ViewEntry[] => {
    const known = directories.get(path);
    if (known !== undefined) return known;
    const made: ViewEntry[] = [];
    directories.set(path, made);
    add(path, 'directory');
    return made;
  };
  const add = (path: string, kind: EntryKind) => {
    const slash = path.lastIndexOf('/');
    const above = slash < 0 ? '.' : path.slice(0, slash);
    directory(above).push({ name: path.slice(slash + 1), kind });
  };
  for (const [path, { kind }] of entries) add(path, kind);
  return directories;
}
