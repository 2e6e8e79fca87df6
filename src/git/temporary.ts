import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Deps } from '../deps.ts';

export interface TemporaryFolder {
  readonly path: string;
  readonly remove: () => void;
}

/**
 * Makes private folders (0700). Each is removed by its owner; one that is not, because something went wrong or
 * the user pressed Ctrl-C, goes when the process ends.
 */
export function temporaryFolders(env: Deps['env']): () => TemporaryFolder {
  const open = new Set<string>();
  const removeAll = () => {
    for (const path of open) removeFolder(path);
    open.clear();
  };
  return () => {
    const path = mkdtempSync(join(env.TMPDIR || tmpdir(), 'kubectl-gitops-'));
    if (open.size === 0) process.once('exit', removeAll);
    open.add(path);
    return {
      path,
      remove: () => {
        if (!open.delete(path)) return;
        if (open.size === 0) process.removeListener('exit', removeAll);
        removeFolder(path);
      },
    };
  };
}

/** Another process may still be writing into it when the user presses Ctrl-C. */
function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}
