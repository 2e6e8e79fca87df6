import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { type EntryKind, type Place, placeIn } from './place.ts';

export type { EntryKind, Place };

/** One name of a directory; what a link leads to is not looked at. */
export interface ViewEntry {
  readonly name: string;
  readonly kind: EntryKind;
}

export type Paths = ReadonlyMap<string, { readonly kind: EntryKind }>;

/** Reading access to a tree, laid out in a directory or not. Paths are relative to it, `/` separated, normalised. */
export interface View {
  /** What a path is, links followed; null: nothing is there. */
  readonly kindOf: (path: string) => 'file' | 'directory' | null;
  /** Every file, link and submodule of a commit; null: a directory, which nobody has listed. */
  readonly paths: Paths | null;
  /** There may be links and submodules: not every path is what it says. */
  readonly hasLinks: boolean;
  /** Where a path really is, links followed within the tree. */
  readonly placeOf: (path: string) => Place;
  /** What a directory holds, in no order. Throws where it cannot be read. */
  readonly list: (dir: string) => readonly ViewEntry[];
  /** Links followed; undefined: there is no such file. Of equal content, the same buffer wherever that is known. */
  readonly read: (path: string) => Buffer | undefined;
  /** Identifies a file's content, links followed; null: there is no such file. */
  readonly digest: (path: string) => string | null;
}

/** A directory as it is now: nothing is remembered, since it may change at any time. */
export function diskView(dir: string): View {
  const at = (path: string) => join(dir, path);
  const read = (path: string) => orUndefined(() => readFileSync(at(path)));
  const entries = {
    kindAt: (path: string) => orUndefined(() => kindOf(lstatSync(at(path)))) ?? null,
    targetOf: (path: string) => linkTarget(dir, path),
  };
  return {
    kindOf: (path) => {
      const stat = orUndefined(() => statSync(at(path)));
      if (stat?.isDirectory()) return 'directory';
      return stat?.isFile() ? 'file' : null;
    },
    paths: null,
    hasLinks: true,
    placeOf: (path) => placeIn(entries, path),
    list: (path) =>
      readdirSync(at(path), { withFileTypes: true }).map((entry) => ({
        name: entry.name,
        kind: kindOf(entry),
      })),
    read,
    digest: (path) => {
      const content = read(path);
      return content === undefined ? null : `sha256:${createHash('sha256').update(content).digest('hex')}`;
    },
  };
}

interface Kinds {
  readonly isDirectory: () => boolean;
  readonly isSymbolicLink: () => boolean;
}

function kindOf(entry: Kinds): EntryKind {
  if (entry.isSymbolicLink()) return 'symlink';
  return entry.isDirectory() ? 'directory' : 'file';
}

/** As a relative link would say it: an absolute one may well lead back into the tree. */
function linkTarget(dir: string, path: string): string {
  const target = readlinkSync(join(dir, path));
  return isAbsolute(target) ? relative(join(realpathSync(dir), dirname(path)), target) : target;
}

/** Whatever keeps us from looking, there is nothing to see. */
function orUndefined<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
