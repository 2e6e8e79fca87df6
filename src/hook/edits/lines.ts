/** What the files of a team get: short enough to be read by who has never heard of the plugin. */

const MISSING =
  'kubectl-gitops is not installed, so nothing checks this push: npm install --global kubectl-gitops';
const MAY_GO_ON = '[ "$(git config --bool gitops.required)" != true ]';
const FOUND = 'command -v kubectl-gitops > /dev/null';

/**
 * For a shell script that other lines stand in: what git says on standard input is read once, and is there again for
 * the lines behind.
 */
export const SCRIPT_LINES: readonly string[] = [
  '# asks kubectl gitops about what is pushed; once without: GITOPS_HOOK=off git push',
  'gitops_refs=$(cat)',
  'if [ "$GITOPS_HOOK" = off ]; then',
  '  :',
  `elif ${FOUND}; then`,
  `  printf '%s\\n' "$gitops_refs" | kubectl-gitops hook pre-push "$@" || exit 1`,
  'else',
  `  echo '${MISSING}' >&2`,
  `  ${MAY_GO_ON} || exit 1`,
  'fi',
  '[ -z "$gitops_refs" ] || exec << GITOPS_REFS',
  '$gitops_refs',
  'GITOPS_REFS',
];

/** For a shell of its own; `remote` and `url` as the manager writes them. Has no single quotes but theirs. */
function ownShell(remote: string, url: string): readonly string[] {
  return [
    'if [ "$GITOPS_HOOK" = off ]; then exit 0; fi',
    `if ${FOUND}; then exec kubectl-gitops hook pre-push ${remote} ${url}; fi`,
    `echo "${MISSING}" >&2`,
    MAY_GO_ON,
  ];
}

/** A command of lefthook, without its name; lefthook puts the words of git in place of {1} and {2}. */
export const LEFTHOOK_LINES: readonly string[] = [
  'use_stdin: true',
  'run: |',
  ...ownShell("'{1}'", "'{2}'").map((line) => `  ${line}`),
];

/** A repository of pre-commit, which says in the environment what is pushed, and hides what a hook prints unless told. */
export const PRE_COMMIT_LINES: readonly string[] = [
  '- repo: local',
  '  hooks:',
  '    - id: gitops',
  '      name: kubectl gitops',
  '      language: system',
  '      stages: [pre-push]',
  '      always_run: true',
  '      pass_filenames: false',
  '      verbose: true',
  '      entry: |',
  "        sh -c '",
  ...ownShell('"$PRE_COMMIT_REMOTE_NAME"', '"$PRE_COMMIT_REMOTE_URL"').map((line) => `          ${line}`),
  "        '",
];

/** The line that simple-git-hooks puts into a hook. */
export const ONE_LINE = `[ "$GITOPS_HOOK" = off ] || if ${FOUND}; then kubectl-gitops hook pre-push "$@"; else echo '${MISSING}' >&2; ${MAY_GO_ON}; fi`;
/** What stands before and behind a line that was there already, and still runs, with the same standard input. */
export const AROUND_OTHER = [
  `gitops_refs=$(cat); echo "$gitops_refs" | (${ONE_LINE}) && echo "$gitops_refs" | (`,
  ')',
] as const;

/** Whether a line of simple-git-hooks is ours: alone, or before what stood there. */
export function isOurLine(line: string): boolean {
  const [before, behind] = AROUND_OTHER;
  return line === ONE_LINE || (line.startsWith(before) && line.endsWith(behind));
}
