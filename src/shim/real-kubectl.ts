import { accessSync, closeSync, constants, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import type { Deps } from '../deps.ts';
import { UsageError } from '../errors.ts';
import { defaultFolder, PATH_FILE } from './places.ts';

/** The second line of every copy of plugin/shim/kubectl begins so. */
const MARKER = '\n# kubectl-gitops-shim ';
const COMMON_PLACES = ['/usr/local/bin', '/usr/bin', '/opt/homebrew/bin', '/snap/bin'];

/**
 * The kubectl that is no shim of ours, found as plugin/shim/kubectl finds it: `$KUBECTL_GITOPS_KUBECTL`, PATH, the
 * PATH recorded at install time, common places. Throws UsageError where there is none.
 */
export function realKubectl(deps: Pick<Deps, 'cwd' | 'env'>): string {
  const { env } = deps;
  const named = env.KUBECTL_GITOPS_KUBECTL;
  if (named) {
    if (!isAbsolute(named) || !isProgram(named))
      throw new UsageError(
        'KUBECTL_NOT_FOUND',
        `KUBECTL_GITOPS_KUBECTL is not the full path of a program: ${named}`,
        { hint: 'unset KUBECTL_GITOPS_KUBECTL, or set it to the path of kubectl' },
      );
    if (!isShim(named)) return named;
  }
  const folders = [...pathFolders(deps), ...recordedFolders(deps), ...COMMON_PLACES];
  const found = programs(folders, 'kubectl').find((file) => !isShim(file));
  if (found !== undefined) return found;
  throw new UsageError('KUBECTL_NOT_FOUND', 'there is no kubectl in PATH', {
    facts: [`  PATH=${env.PATH ?? ''}`],
    hint: 'install kubectl, or set KUBECTL_GITOPS_KUBECTL to its path',
  });
}

/** Every kubectl that PATH holds, shims included, in the order in which a shell would take them. */
export function kubectlsInPath(deps: Pick<Deps, 'cwd' | 'env'>): readonly string[] {
  return programs(pathFolders(deps), 'kubectl');
}

/** Is the file, or what it links to, a copy of the shim? A file that cannot be read is none. */
export function isShim(file: string): boolean {
  const start = beginning(file);
  return start.startsWith('#!') && start.slice(start.indexOf('\n')).startsWith(MARKER);
}

/** PATH as a shell reads it: an empty entry is the current directory. */
function pathFolders({ cwd, env }: Pick<Deps, 'cwd' | 'env'>): readonly string[] {
  if (env.PATH === undefined) return [];
  return env.PATH.split(delimiter).map((entry) => resolve(cwd, entry));
}

function recordedFolders({ cwd, env }: Pick<Deps, 'cwd' | 'env'>): readonly string[] {
  const shims = [...(env.KUBECTL_GITOPS_SHIM ? [dirname(env.KUBECTL_GITOPS_SHIM)] : []), defaultFolder(env)];
  return shims.flatMap((folder) => recordedPath(resolve(cwd, folder)).split(delimiter).filter(isAbsolute));
}

function recordedPath(folder: string): string {
  try {
    return readFileSync(join(folder, PATH_FILE), 'utf8').split('\n')[0] ?? '';
  } catch {
    return '';
  }
}

function programs(folders: readonly string[], name: string): readonly string[] {
  return [...new Set(folders.map((folder) => join(folder, name)))].filter(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function beginning(file: string): string {
  const buffer = Buffer.alloc(256);
  try {
    const descriptor = openSync(file, 'r');
    try {
      return buffer.toString('latin1', 0, readSync(descriptor, buffer));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return '';
  }
}
