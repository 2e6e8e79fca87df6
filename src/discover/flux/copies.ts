import { posix } from 'node:path';
import { type Json, objectAt, stringOr } from '../../object.ts';
import { leaves } from '../../render/tree-files.ts';
import { entries } from './names.ts';

/** What a copy of an ArtifactGenerator takes from a source, and where in the artifact that is: `.` is the top of either. */
interface Copied {
  readonly alias: string;
  readonly from: string;
  readonly to: string;
}

/** An artifact that is laid out like one directory of what it was copied from. */
export interface Layout {
  readonly dir: string;
  readonly copies: readonly Copied[];
}

/** Why an artifact is laid out in another way, in words that follow the name of its generator. */
export interface Odd {
  readonly why: string;
  readonly hint: string | null;
  /** Nobody makes such an artifact. */
  readonly isRefused: boolean;
}

/**
 * The layout of an artifact, by its copies alone. Later ones overwrite earlier ones: where everything is moved by the same
 * directory they overwrite it with itself. The rules are those of fluxcd/source-watcher (internal/builder).
 */
export function layoutOf(copies: Json | undefined): Layout | Odd {
  const copied: Copied[] = [];
  const dirs = new Set<string>();
  for (const one of entries(copies)) {
    const read = copiedBy(objectAt(one));
    if ('why' in read) return read;
    const dir = without(read.to, read.from);
    if (dir === null) return odd(`copies ${read.from} to ${read.to}, which changes its path`);
    copied.push(read);
    dirs.add(dir);
  }
  const [dir, other] = dirs;
  if (dir === undefined) return refused('copies nothing into it');
  if (other !== undefined) return odd(`copies what is in ${dir} and in ${other} into the same directory`);
  return { dir, copies: copied };
}

function copiedBy(copy: Readonly<Record<string, Json>>): Copied | Odd {
  const [from, to] = [stringOr(copy.from, ''), stringOr(copy.to, '')];
  const source = /^@([^/]+)\/(.*)$/s.exec(from);
  const place = /^@artifact\/(.*)$/s.exec(to)?.[1];
  if (source === null || place === undefined || leadsOut(place))
    return refused(`has a copy that it refuses, from ${from} to ${to}`);
  const { strategy } = copy;
  if (strategy === 'Merge') return odd(`merges ${from} into other files`);
  if (strategy === 'Extract') return odd(`extracts the archive ${from}`);
  if (entries(copy.exclude).length > 0) return odd(`leaves out some of ${from} by exclude`);
  const [, alias = '', pattern = ''] = source;
  const taken = /[*?[\]\\]/.test(pattern) ? contents(pattern) : whole(pattern, place);
  if (taken === null) return odd(`copies by the pattern ${from}`);
  if ('why' in taken) return taken;
  return { alias, from: taken.from, to: posix.join(place, taken.to).replace(/\/$/, '') || '.' };
}

/** `dir/**` is what is in a directory, `dir/*` the same below the directory's own path; null: another pattern. */
function contents(pattern: string): Omit<Copied, 'alias'> | null {
  const [, path = '', stars] = /^(?:(.*)\/)?(\*\*?)$/s.exec(pattern) ?? [];
  if (stars === undefined || /[*?[\]\\]/.test(path) || pattern.startsWith('/')) return null;
  if (path === '') return { from: '.', to: '.' };
  // what is not written plainly matches nothing
  if (posix.normalize(path) !== path || leaves(path) || path === '.') return null;
  return { from: path, to: stars === '**' ? '.' : path };
}

/** As `cp -r` does it: into the place. Without a slash at its end a file takes its name, if nothing there is a directory. */
function whole(path: string, place: string): Omit<Copied, 'alias'> | Odd {
  const from = posix.normalize(path === '' ? '.' : path).replace(/\/$/, '') || '/';
  if (leaves(from)) return refused(`copies ${path} from outside of its source`);
  if (place !== '' && !place.endsWith('/'))
    return odd(
      `copies ${path} to ${place}, which may mean a directory or a name`,
      'end `to` with a slash where it is a directory',
    );
  return { from, to: posix.basename(from) };
}

function leadsOut(place: string): boolean {
  return leaves(posix.normalize(place));
}

/** The directory by which a path in the artifact becomes that in the repository; null: there is none. */
function without(to: string, from: string): string | null {
  if (to === '.') return from;
  if (from === to) return '.';
  return from.endsWith(`/${to}`) ? from.slice(0, -to.length - 1) : null;
}

function odd(why: string, hint: string | null = null): Odd {
  return { why, hint, isRefused: false };
}

function refused(why: string): Odd {
  return { why, hint: null, isRefused: true };
}
