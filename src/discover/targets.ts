import { existsSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { UsageError } from '../errors.ts';
import { kindOfDirectory } from '../render/find.ts';
import type { Root } from '../render/types.ts';
import { diskView } from '../view.ts';

/** What `diff` and its kin are asked about. */
export interface TargetArgs {
  readonly targets: readonly string[];
  readonly filenames: readonly string[];
  readonly kustomize: readonly string[];
  readonly recursive: boolean;
}

/** `kind/name` on the command line, as kubectl writes it. */
export interface ObjectTarget {
  readonly kind: string;
  readonly name: string;
}

export interface Targets {
  readonly roots: readonly Root[];
  readonly apps: readonly string[];
  readonly objects: readonly ObjectTarget[];
}

/** Where paths lead: written from the user's directory below `top`, they are looked up in `dir`, a tree like it. */
export interface Place {
  readonly cwd: string;
  readonly top: string;
  readonly dir: string;
}

/**
 * Reads TARGETs: a path that exists or begins with a dot or slash, an app's name, or kind/name. Throws UsageError
 * where two readings fit and where none does. Paths of roots are relative to the top.
 */
export async function readTargets(
  args: TargetArgs,
  appNames: readonly string[],
  place: Place,
): Promise<Targets> {
  const roots: Root[] = [];
  const apps: string[] = [];
  const objects: ObjectTarget[] = [];
  for (const file of args.filenames) roots.push(fileRoot(file, args.recursive, place));
  for (const dir of args.kustomize) roots.push({ kind: 'kustomize', path: existing(dir, place) });
  for (const target of args.targets) {
    const path = isPath(target, place);
    const object = /^([A-Za-z][\w.-]*)\/([^/]+)$/.exec(target);
    if (path && object !== null && !/^[./~]/.test(target)) {
      throw new UsageError('AMBIGUOUS_TARGET', `${target} is a path and could be an object`, {
        hint: `write ./${target} or ${object[1]}s/${object[2]}`,
      });
    }
    if (path) roots.push(await pathRoot(target, args.recursive, place));
    else if (appNames.includes(target)) apps.push(target);
    else if (object?.[1] !== undefined && object[2] !== undefined)
      objects.push({ kind: object[1], name: object[2] });
    else {
      throw new UsageError('UNKNOWN_TARGET', `${target} is no path, no app and no kind/name`, {
        ...(appNames.length === 0 ? {} : { facts: [`apps: ${appNames.join(', ')}`] }),
        hint: `write a path that exists, or an object as deployment/${target}`,
      });
    }
  }
  return { roots, apps, objects };
}

/** Whether a TARGET is read as a path. */
export function isPath(target: string, place: Place): boolean {
  return /^[./~]/.test(target) || existsSync(join(place.dir, within(target, place)));
}

function fileRoot(file: string, recurse: boolean, place: Place): Root {
  if (file === '-') return { kind: 'plain', path: '-' };
  return { kind: 'plain', path: existing(file, place), recurse };
}

async function pathRoot(path: string, recurse: boolean, place: Place): Promise<Root> {
  const found = existing(path, place);
  const absolute = join(place.dir, found);
  if (statSync(absolute).isFile())
    return { kind: path.endsWith('.jsonnet') ? 'jsonnet' : 'plain', path: found };
  return { kind: kindOfDirectory('.', diskView(absolute)), path: found, recurse };
}

function existing(path: string, place: Place): string {
  const found = within(path, place);
  if (existsSync(join(place.dir, found))) return found;
  const when = place.dir === place.top ? '' : ' at the revision asked for';
  throw new UsageError('NO_SUCH_PATH', `${path} does not exist${when}`, {
    hint: 'give a file or directory that exists',
  });
}

/** A path on the command line, relative to the top. */
export function within(path: string, { cwd, top }: Pick<Place, 'cwd' | 'top'>): string {
  return relative(top, resolve(cwd, path)).split(sep).join('/') || '.';
}
