import type { View } from '../../view.ts';
import { resolveIn } from '../tree-files.ts';
import type { FluxSource } from '../types.ts';
import { sourceFilter } from './source-filter.ts';

/** The tree as it is in the archive that Flux builds from: without the files that are left out, and without links. */
export function sourceView(git: View, source: FluxSource): View {
  const isIn = sourceFilter(git, source);
  const kindOf = (path: string) => {
    const kind = git.kindOf(path);
    const isHere = kind === 'file' ? isIn(path) : git.placeOf(path).via.length === 0;
    return isHere ? kind : null;
  };
  return {
    ...git,
    kindOf,
    hasLinks: false,
    placeOf: (path) => {
      const place = git.placeOf(path);
      return kindOf(path) === null && place.kind !== null ? { ...place, kind: null } : place;
    },
    list: (dir) =>
      git
        .list(dir)
        .filter(({ name, kind }) => kind !== 'symlink' && (kind !== 'file' || isIn(resolveIn(dir, name)))),
    read: (path) => (isIn(path) ? git.read(path) : undefined),
    digest: (path) => (isIn(path) ? git.digest(path) : null),
  };
}
