import type { EntryKind } from '../../place.ts';
import type { Paths, ViewEntry } from '../../view.ts';

/** What git keeps of a path. */
export interface Entry {
  readonly kind: Exclude<EntryKind, 'directory'>;
  readonly oid: string;
}

type Entries = ReadonlyMap<string, Entry>;
type Directories = ReadonlyMap<string, readonly ViewEntry[]>;

/** The paths of a commit. */
export interface Listing {
  readonly entries: Entries;
  /** The same paths, of the same kinds; another commit's, where nothing but contents differ. */
  readonly names: Paths;
  /** What stands in each directory, made when it is first asked for. */
  readonly directories: () => Directories;
  readonly hasLinks: boolean;
}

export function listingOf(entries: Entries): Listing {
  let made: Directories | undefined;
  return {
    entries,
    names: entries,
    directories: () => {
      made ??= directoriesOf(entries);
      return made;
    },
    hasLinks: hasLinks(entries),
  };
}

function hasLinks(entries: Entries): boolean {
  for (const { kind } of entries.values()) if (kind !== 'file') return true;
  return false;
}

/** Reads `git ls-tree -r -z`. */
export function readListing(stdout: string): Entries {
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
export function undone(listing: Listing, changes: readonly Change[]): Listing {
  const { entries } = listing;
  const before = new Map(entries);
  let sameNames = true;
  for (const change of changes) {
    if (change.before?.kind !== entries.get(change.path)?.kind) sameNames = false;
    if (change.before === null) before.delete(change.path);
    else before.set(change.path, change.before);
  }
  return sameNames ? { ...listing, entries: before } : listingOf(before);
}

function kindOf(mode: string): Entry['kind'] {
  if (mode === '120000') return 'symlink';
  return mode === '160000' ? 'submodule' : 'file';
}

function directoriesOf(entries: Entries): Directories {
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
