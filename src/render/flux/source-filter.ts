import { posix } from 'node:path';
import type { View } from '../../view.ts';
import { isBelow, resolveIn } from '../tree-files.ts';
import type { FluxSource } from '../types.ts';
import { matchesPattern } from './glob.ts';

export const IGNORE_FILE = '.sourceignore';

/** Of a source, whatever it says: fluxcd/pkg/sourceignore. */
const VERSION_CONTROL = '.git/\n.gitignore\n.gitmodules\n.gitattributes';
/** Only where nothing else says what to leave out. */
const DEFAULTS = `
*.jpg\n*.jpeg\n*.gif\n*.png\n*.wmv\n*.flv\n*.tar.gz\n*.zip
.github/\n.circleci/\n.travis.yml\n.gitlab-ci.yml\nappveyor.yml\n.drone.yml\ncloudbuild.yaml
codeship-services.yml\ncodeship-steps.yml
**/.goreleaser.yml\n**/.sops.yaml\n**/.flux.yaml`;

/**
 * Tells which files of a repository get into the archive that Flux's source-controller makes of it: those that neither
 * a `.sourceignore` on their way nor `ignore` (`spec.ignore` of the GitRepository) leaves out, and no symbolic links. With
 * `only`, which get into the archive that source-watcher makes of some of them: that one never has the defaults.
 */
export function sourceFilter(view: View, { ignore, only }: FluxSource): (file: string) => boolean {
  const own = patternsOf(ignore ?? '', '.');
  const versionControl = patternsOf(VERSION_CONTROL, '.');
  const defaults = patternsOf(DEFAULTS, '.');
  const byDirectory = new Map<string, readonly Pattern[]>();
  const patternsIn = (dir: string) => {
    const text = view.read(resolveIn(dir, IGNORE_FILE))?.toString('utf8') ?? '';
    const found = byDirectory.get(dir) ?? patternsOf(text, dir);
    byDirectory.set(dir, found);
    return found;
  };
  let saysNothing: boolean | undefined;
  const hasDefaults = () => {
    saysNothing ??=
      own.length === 0 && !ignoreFiles(view).some((file) => patternsIn(posix.dirname(file)).length > 0);
    return saysNothing;
  };
  const isDefault = (file: string) => defaults.some((pattern) => matches(pattern, file));
  const isWanted = (file: string) =>
    only === undefined || (only.some((one) => isBelow(file, one)) && !isDefault(file));
  const decide = (file: string) => {
    if (!isWanted(file)) return false;
    if (view.placeOf(file).via.length > 0) return false;
    const given = [...versionControl, ...directoriesOf(file).flatMap(patternsIn), ...own];
    const last = given.findLast((pattern) => matches(pattern, file));
    if (last !== undefined) return last.includes;
    return !isDefault(file) || !hasDefaults();
  };
  // a build asks for the same files again and again
  const decided = new Map<string, boolean>();
  return (file) => {
    const known = decided.get(file) ?? decide(file);
    decided.set(file, known);
    return known;
  };
}

/** From the top down to the file's own. */
export function directoriesOf(file: string): readonly string[] {
  const dir = posix.dirname(file);
  return dir === '.' ? ['.'] : [...directoriesOf(dir), dir];
}

function ignoreFiles(view: View): readonly string[] {
  if (view.paths !== null)
    return [...view.paths.keys()].filter((path) => posix.basename(path) === IGNORE_FILE);
  const found: string[] = [];
  const visit = (dir: string) => {
    for (const { name, kind } of view.list(dir)) {
      if (kind === 'file' && name === IGNORE_FILE) found.push(resolveIn(dir, name));
      if (kind === 'directory' && !NEVER_DESCENDED.has(name)) visit(resolveIn(dir, name));
    }
  };
  visit('.');
  return found;
}

/** Beside a work tree's own files, never part of what is committed. */
export const NEVER_DESCENDED: ReadonlySet<string> = new Set(['.git', 'node_modules']);

interface Pattern {
  /** The directory that it is written for. */
  readonly dir: string;
  readonly parts: readonly string[];
  /** `!…`: what it matches is in the source after all. */
  readonly includes: boolean;
  readonly directoriesOnly: boolean;
}

function patternsOf(text: string, dir: string): readonly Pattern[] {
  const lines = text.split(/\r?\n/).filter((line) => !line.startsWith('#') && line.trim() !== '');
  return lines.map((line) => {
    const includes = line.startsWith('!');
    const bare = includes ? line.slice(1) : line;
    const trimmed = bare.endsWith('\\ ') ? bare : bare.replace(/ +$/, '');
    const directoriesOnly = trimmed.endsWith('/');
    const parts = (directoriesOnly ? trimmed.slice(0, -1) : trimmed).split('/');
    return { dir, parts, includes, directoriesOnly };
  });
}

function matches({ dir, parts, directoriesOnly }: Pattern, file: string): boolean {
  const within = dir === '.' ? file : file.slice(dir.length + 1);
  const names = within.split('/');
  if (parts.length > 1) return matchesPath(parts, names, directoriesOnly);
  const at = names.findIndex((name) => matchesPattern(parts[0] ?? '', name) === true);
  return at >= 0 && !(directoriesOnly && at === names.length - 1);
}

/** A pattern with slashes matches a path that it only begins: what is in a directory that it matches. */
function matchesPath(parts: readonly string[], names: readonly string[], directoriesOnly: boolean): boolean {
  let at = 0;
  let isMatched = false;
  let mayTraverse = false;
  for (const [index, part] of parts.entries()) {
    if (part === '') {
      mayTraverse = false;
      continue;
    }
    if (part === '**') {
      if (index === parts.length - 1) break;
      mayTraverse = true;
      continue;
    }
    if (part.includes('**') || at >= names.length) return false;
    const found = names.findIndex(
      (name, nth) => nth >= at && (mayTraverse || nth === at) && matchesPattern(part, name) === true,
    );
    if (found < 0 && !mayTraverse) return false;
    isMatched = found >= 0;
    at = found < 0 ? names.length : found + 1;
    mayTraverse = false;
  }
  return isMatched && !(directoriesOnly && at === names.length);
}
