import { existsSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import type { Deps } from '../deps.ts';
import { UsageError } from '../errors.ts';
import { kindOfDirectory } from '../render/find.ts';
import type { Root, RootKind } from '../render/types.ts';

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

/**
 * Reads TARGETs: a path that exists or begins with a dot or slash, an app's name, or kind/name. Throws UsageError
 * where two readings fit and where none does. `top`: paths of roots are relative to it.
 */
export async function readTargets(
  args: TargetArgs,
  appNames: readonly string[],
  top: string,
  deps: Deps,
): Promise<Targets> {
  const roots: Root[] = [];
  const apps: string[] = [];
  const objects: ObjectTarget[] = [];
  for (const file of args.filenames) roots.push(await fileRoot(file, args.recursive, top, deps));
  for (const dir of args.kustomize) roots.push({ kind: 'kustomize', path: within(top, dir, deps) });
  for (const target of args.targets) {
    const path = /^[./~]/.test(target) || existsSync(resolve(deps.cwd, target));
    const object = /^([A-Za-z][\w.-]*)\/([^/]+)$/.exec(target);
    if (path && object !== null && !/^[./~]/.test(target)) {
      throw new UsageError('AMBIGUOUS_TARGET', `${target} is a path and could be an object`, {
        hint: `write ./${target} or ${object[1]}s/${object[2]}`,
      });
    }
    if (path) roots.push(await pathRoot(target, args.recursive, top, deps));
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

async function fileRoot(file: string, recurse: boolean, top: string, deps: Deps): Promise<Root> {
  if (file === '-') return { kind: 'plain', path: '-' };
  return { kind: 'plain', path: within(top, file, deps), recurse };
}

async function pathRoot(path: string, recurse: boolean, top: string, deps: Deps): Promise<Root> {
  const absolute = resolve(deps.cwd, path);
  const relativePath = within(top, path, deps);
  if (statSync(absolute).isFile())
    return { kind: path.endsWith('.jsonnet') ? 'jsonnet' : 'plain', path: relativePath };
  return { kind: await kindOf(absolute), path: relativePath, recurse };
}

async function kindOf(directory: string): Promise<RootKind> {
  return kindOfDirectory(directory);
}

function within(top: string, path: string, deps: Deps): string {
  const absolute = resolve(deps.cwd, path);
  if (!existsSync(absolute)) {
    throw new UsageError('NO_SUCH_PATH', `${path} does not exist`, {
      hint: 'give a file or directory that exists',
    });
  }
  return relative(top, absolute).split(sep).join('/') || '.';
}
