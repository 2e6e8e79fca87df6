import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What the product starts by name. A test that needs one builds it and says so. */
const programs = ['helm', 'jsonnet', 'kubectl', 'kustomize', 'sops'];

/**
 * The search path without the folders that hold one of those programs: a test that forgot to ask for a program fails
 * wherever it runs, not only on a machine that lacks it. A folder stays that git or the shell come from.
 */
export function withoutPrograms(path: string): string {
  const holds = (folder: string, names: readonly string[]) =>
    names.some((name) => existsSync(join(folder, name)));
  return path
    .split(delimiter)
    .filter((folder) => !holds(folder, programs) || holds(folder, ['git', 'sh']))
    .join(delimiter);
}
