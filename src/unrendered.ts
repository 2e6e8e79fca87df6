/** This machine lacks a program, a network, or trust. */
const HERE_NOT = ['RENDERER_MISSING', 'NEEDS_NETWORK', 'UNTRUSTED_COMMAND'];

/** It is not in this tree, whatever its path may be called here. */
const ELSEWHERE = [
  'OTHER_REPOSITORY',
  'OTHER_REVISION',
  'OCI_ARTIFACT',
  'COMPOSED_ARTIFACT',
  'NOT_FROM_GIT',
  'NO_SUCH_SOURCE',
  'SOURCE_UNREADABLE',
  'CHART_BY_DIGEST',
];

/** Nothing here renders it, whatever the commit says: a plugin does, or the cluster knows what it is made of. */
const NEVER_HERE = [
  ...ELSEWHERE,
  'PLUGIN',
  'VALUES_UNKNOWN',
  'VALUES_FILES',
  'VALUES_NOT_KEPT',
  'VARIABLES_UNKNOWN',
  'CHART_VALUES',
];

/** Whether what keeps a root from being rendered is that no part of it is in this tree. */
export function isElsewhere(code: string): boolean {
  return ELSEWHERE.includes(code);
}

/** Why a root is not rendered where that says nothing of git; `never`: no machine of anybody's would; null: git is at fault. */
export function unrenderedBecause(code: string): 'never' | 'here' | null {
  if (NEVER_HERE.includes(code)) return 'never';
  return HERE_NOT.includes(code) ? 'here' : null;
}
