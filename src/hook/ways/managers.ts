/** What runs a repository's hooks, by the names that `--manager` takes. */
export const MANAGERS = [
  'husky',
  'lefthook',
  'pre-commit',
  'simple-git-hooks',
  'git-config',
  'git-hooks',
] as const;
export type Manager = (typeof MANAGERS)[number];

export function isManager(name: string): name is Manager {
  return MANAGERS.some((manager) => manager === name);
}
