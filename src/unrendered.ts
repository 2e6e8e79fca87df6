/** This machine lacks a program, a network, or trust. */
const HERE_NOT = ['RENDERER_MISSING', 'NEEDS_NETWORK', 'UNTRUSTED_COMMAND'];

/** Nothing here renders it, whatever the commit says: a plugin does, or another repository has it. */
const NEVER_HERE = [
  'PLUGIN',
  'OTHER_REPOSITORY',
  'OTHER_REVISION',
  'OCI_ARTIFACT',
  'COMPOSED_ARTIFACT',
  'NOT_FROM_GIT',
  'NO_SUCH_SOURCE',
  'SOURCE_UNREADABLE',
  'VALUES_UNKNOWN',
  'VALUES_FILES',
  'VALUES_NOT_KEPT',
  'VARIABLES_UNKNOWN',
  'CHART_BY_DIGEST',
  'CHART_VALUES',
];

/** Why a root is not rendered where that says nothing of git; `never`: no machine of anybody's would; null: git is at fault. */
export function unrenderedBecause(code: string): 'never' | 'here' | null {
  if (NEVER_HERE.includes(code)) return 'never';
  return HERE_NOT.includes(code) ? 'here' : null;
}
