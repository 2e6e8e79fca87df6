import { basename } from 'node:path';
import type { Deps } from '../../deps.ts';
import { takeOver } from '../../io.ts';

/** Editors that take `+12` for the line to begin at. */
const PLUS = new Set([
  'vi',
  'vim',
  'nvim',
  'view',
  'nano',
  'emacs',
  'emacsclient',
  'micro',
  'kak',
  'joe',
  'hx',
]);
const GOTO = new Set(['code', 'codium', 'cursor']);

/**
 * Runs the user's editor on a file and returns its exit code. As kubectl finds it: `KUBE_EDITOR`, then `EDITOR`, then
 * vi; a setting with quotes in it is the shell's to take apart, any other is split at its spaces.
 */
export async function edit(file: string, line: number, deps: Deps): Promise<number> {
  const setting = deps.env.KUBE_EDITOR || deps.env.EDITOR || 'vi';
  const { env } = deps;
  if (/["'\\]/.test(setting)) {
    // the file's name is an argument, never part of what the shell reads
    return takeOver(deps, env.SHELL || '/bin/sh', ['-c', `${setting} "$0"`, file], { env });
  }
  const [command = 'vi', ...args] = setting.split(' ').filter((word) => word !== '');
  return takeOver(deps, command, [...args, ...placeOf(command, args, file, line)], { env });
}

function placeOf(command: string, args: readonly string[], file: string, line: number): readonly string[] {
  const name = basename(command);
  if (PLUS.has(name)) return [`+${line}`, file];
  if (!GOTO.has(name)) return [file];
  // without it the editor comes back before anything is typed
  const wait = args.some((arg) => arg === '--wait' || arg === '-w') ? [] : ['--wait'];
  return [...wait, '--goto', `${file}:${line}`];
}
