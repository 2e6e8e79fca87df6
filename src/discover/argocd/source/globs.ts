import { posix } from 'node:path';
import { fileMatcher } from '../../../patterns/glob.ts';
import { resolveIn } from '../../../render/tree-files.ts';
import type { View } from '../../../view.ts';

/** More files than this nobody means. */
const MOST = 10_000;

export function isGlob(path: string): boolean {
  return /[*?[]/.test(path);
}

/** Files of the tree that a glob matches (`*`, `**`, `?`, `[a-z]`, `{a,b}`), sorted as Argo CD finds them. */
export function filesMatching(glob: string, view: View): readonly string[] {
  const steps = glob.split('/');
  const fixed = steps.slice(0, steps.findIndex(isGlob));
  const isMatch = fileMatcher(glob);
  const found: string[] = [];
  let left = MOST;
  const visit = (dir: string) => {
    for (const { name, kind } of view.list(dir).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = resolveIn(dir, name);
      if (name === '.git' || left-- <= 0) continue;
      if (kind === 'directory') visit(path);
      else if (view.kindOf(path) === 'file' && isMatch(path)) found.push(path);
    }
  };
  const base = posix.normalize(fixed.join('/') || '.');
  if (view.kindOf(base) === 'directory') visit(base);
  return found;
}
