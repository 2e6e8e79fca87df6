import type { Remembered } from '../guard/remembered.ts';
import { printable } from '../printable.ts';
import { age } from './words/age.ts';
import { oneLine } from './words/escape.ts';

/** `/home/ada/shop  prod-eu  main 3f2c1aa  read 2 hours ago` and its roots. */
export function repositoriesText(all: readonly Remembered[], now: number): string {
  if (all.length === 0) return 'nothing is remembered yet: run kubectl gitops diff in a repository\n';
  return all
    .map(({ path, context, branch, revision, at, digests }) => {
      const commit = [branch, revision?.slice(0, 7)].filter(Boolean).join(' ');
      const roots = Object.keys(digests).map((root) => `  ${oneLine(root)}\n`);
      return `${oneLine([path, context, commit, `read ${age(at, now)}`].join('  '))}\n${roots.join('')}`;
    })
    .join('');
}

export function repositoriesJson(all: readonly Remembered[]): string {
  const items = all.map(({ path, url, context, revision, branch, dirty, at, digests }) => ({
    path,
    url,
    context,
    revision,
    branch,
    dirty,
    at,
    roots: Object.keys(digests),
  }));
  const list = { apiVersion: 'kubectl-gitops/v1', kind: 'RepositoryList', items };
  return `${printable(JSON.stringify(list, null, 2))}\n`;
}
