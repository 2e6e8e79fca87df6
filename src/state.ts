import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Deps } from './deps.ts';

/** What outlives a command and may not vanish: `$XDG_STATE_HOME/kubectl-gitops/FOLDER`. */
export function stateFolder({ env }: Pick<Deps, 'env'>, folder: string): string {
  const base = env.XDG_STATE_HOME || join(env.HOME ?? homedir(), '.local', 'state');
  return join(base, 'kubectl-gitops', folder);
}

/** Whole or not at all, readable by its owner only. Throws what the file system throws. */
export function writeState(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, text, { mode: 0o600 });
  renameSync(temporary, file);
}
