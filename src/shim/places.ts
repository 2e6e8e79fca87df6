import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Deps } from '../deps.ts';
import { UsageError } from '../errors.ts';

/** Beside an installed shim: the PATH of the day it was installed, for programs that run with a bare one. */
export const PATH_FILE = 'kubectl.path';

/** The folder that `guard install` fills and PATH gets, unless told another. */
export function defaultFolder(env: Deps['env']): string {
  return join(env.XDG_DATA_HOME || join(home(env), '.local', 'share'), 'kubectl-gitops', 'shim');
}

/** A file of `$XDG_STATE_HOME/kubectl-gitops`. */
export function stateFile(env: Deps['env'], name: string): string {
  return join(env.XDG_STATE_HOME || join(home(env), '.local', 'state'), 'kubectl-gitops', name);
}

export function home(env: Deps['env']): string {
  return env.HOME || homedir();
}

/** The shim of this installation, from src/ and from the bundle alike. Throws UsageError where none came along. */
export function shimSource(): string {
  const file = resolve(import.meta.dirname, '../../plugin/shim/kubectl');
  if (existsSync(file)) return file;
  throw new UsageError('NO_SHIM', 'this installation of kubectl-gitops brings no shim', {
    facts: [`  not found: ${file}`],
    hint: 'install the npm package, or use the shell function: kubectl gitops guard shell',
  });
}
