import { TemplateError } from '../../../../gotemplate/values/budget.ts';
import { compareText } from '../../../../gotemplate/values/text.ts';
import type { View, ViewEntry } from '../../../../view.ts';
import { pathMatcher } from '../globs.ts';

export interface GitDirectory {
  readonly glob: string;
  readonly isExcluded: boolean;
}

const MOST_DIRECTORIES = 50_000;

/**
 * The directories that some glob names and none excludes, each before what is in it. Hidden ones, and what they hold,
 * do not count, nor do links.
 */
export function directoriesOf(view: View, wanted: readonly GitDirectory[]): readonly string[] {
  const matchers = wanted.map(({ glob, isExcluded }) => ({ matches: pathMatcher(glob), isExcluded }));
  const included = wanted.filter(({ isExcluded }) => !isExcluded).map(({ glob }) => glob);
  // Nothing but a class like [^a] can match a slash, and only then may a path be deeper than its glob.
  const deepest = included.some((glob) => glob.includes('['))
    ? Number.POSITIVE_INFINITY
    : Math.max(0, ...included.map((glob) => glob.split('/').length));
  const found: string[] = [];
  let seen = 0;
  const visit = (dir: string, depth: number) => {
    if (depth >= deepest) return;
    for (const name of directoryNames(view, dir)) {
      if (++seen > MOST_DIRECTORIES)
        throw new TemplateError(`there are more than ${MOST_DIRECTORIES} directories`);
      const path = dir === '.' ? name : `${dir}/${name}`;
      const hits = matchers.filter(({ matches }) => matches(path));
      if (hits.length > 0 && !hits.some(({ isExcluded }) => isExcluded)) found.push(path);
      visit(path, depth + 1);
    }
  };
  visit('.', 0);
  return found;
}

function directoryNames(view: View, dir: string): readonly string[] {
  const entries = listed(view, dir);
  return entries
    .filter(({ name, kind }) => (kind === 'directory' || kind === 'submodule') && !name.startsWith('.'))
    .map(({ name }) => name)
    .sort(compareText);
}

/** What a submodule holds is another repository's. */
function listed(view: View, dir: string): readonly ViewEntry[] {
  if (view.placeOf(dir).lost !== null) return [];
  return view.list(dir);
}
