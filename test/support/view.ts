import { createHash } from 'node:crypto';
import { type EntryKind, placeIn } from '../../src/place.ts';
import type { View, ViewEntry } from '../../src/view.ts';

/** A tree of these files, as a commit shows it: nothing is laid out. */
export function viewOfFiles(files: Readonly<Record<string, string>>): View {
  const paths = new Map(Object.keys(files).map((path) => [path, { kind: 'file' as const }]));
  const directories = new Set(Object.keys(files).flatMap(parentsOf));
  const kindAt = (path: string): EntryKind | null => {
    if (paths.has(path)) return 'file';
    return directories.has(path) ? 'directory' : null;
  };
  const read = (path: string) => (paths.has(path) ? Buffer.from(files[path] ?? '') : undefined);
  return {
    kindOf: (path) => placeIn({ kindAt, targetOf: () => '' }, path).kind,
    paths,
    hasLinks: false,
    placeOf: (path) => placeIn({ kindAt, targetOf: () => '' }, path),
    list: (dir) => entriesOf(dir, [...paths.keys(), ...directories], kindAt),
    read,
    digest: (path) => {
      const content = read(path);
      return content === undefined ? null : createHash('sha256').update(content).digest('hex');
    },
  };
}

function parentsOf(path: string): readonly string[] {
  const steps = path.split('/').slice(0, -1);
  return ['', ...steps.map((_, index) => steps.slice(0, index + 1).join('/'))];
}

function entriesOf(
  dir: string,
  paths: readonly string[],
  kindAt: (path: string) => EntryKind | null,
): readonly ViewEntry[] {
  const prefix = dir === '' || dir === '.' ? '' : `${dir}/`;
  return paths.flatMap((path) => {
    const name = path.slice(prefix.length);
    const kind = kindAt(path);
    const isWithin = path !== dir && path.startsWith(prefix) && name !== '' && !name.includes('/');
    return isWithin && kind !== null ? [{ name, kind }] : [];
  });
}
