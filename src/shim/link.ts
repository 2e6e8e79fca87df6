import { existsSync, lstatSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { isShim } from './real-kubectl.ts';

/** Is there something by that name, and is it ours: a shim, or a link to one that an older installation left? */
export function findShim(file: string): 'none' | 'ours' | 'other' {
  const there = lstatSync(file, { throwIfNoEntry: false });
  if (there === undefined) return 'none';
  const dangling = there.isSymbolicLink() && !existsSync(file);
  if (dangling) return readlinkSync(file).endsWith('/shim/kubectl') ? 'ours' : 'other';
  return isShim(file) ? 'ours' : 'other';
}

/** Replaces a link in one step: whoever runs kubectl meanwhile finds the old one or the new one. */
export function linkAtomically(source: string, file: string): void {
  const temporary = `${file}.kubectl-gitops.tmp`;
  rmSync(temporary, { force: true });
  symlinkSync(source, temporary);
  renameSync(temporary, file);
}
