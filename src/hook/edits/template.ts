/** `hooks/template/pre-push`, here so that bundle and binary have it; a test holds the two to each other. */
export const TEMPLATE: string = String.raw`#!/bin/sh
# kubectl-gitops-hook 1
# Asks kubectl gitops about what is pushed, before it is. Once without: GITOPS_HOOK=off git push
# Written by kubectl gitops hook install, removed by kubectl gitops hook uninstall.

# The hook that was here before, if there was one: it still runs, and gets what git says on standard input, too.
other=$0.before-gitops

# programs with windows start git with a short PATH
PATH=$PATH:$HOME/.krew/bin:$HOME/.local/bin:/usr/local/bin:/opt/homebrew/bin

# the one line for a clone that cannot ask; it may push all the same, unless gitops.required is true
unchecked() {
  echo "$1, so nothing checks this push: npm install --global kubectl-gitops" >&2
  [ "$(git config --bool gitops.required)" != true ]
}

# the plugin itself: without kubectl in between it is faster; it answers 0 or 1, all else is that it cannot run
ask() {
  [ "$GITOPS_HOOK" != off ] || return 0
  code=0
  if command -v kubectl-gitops > /dev/null; then
    kubectl-gitops hook pre-push "$@" || code=$?
  elif kubectl gitops version > /dev/null 2>&1; then
    kubectl gitops hook pre-push "$@" || code=$?
  else
    unchecked 'kubectl-gitops is not installed'
    return
  fi
  case $code in
    2 | 126 | 127) unchecked "kubectl-gitops cannot run (exit code $code)" ;;
    *) return "$code" ;;
  esac
}

if [ ! -x "$other" ]; then
  ask "$@"
  exit
fi
refs=$(cat)
replay() {
  [ -z "$refs" ] || printf '%s\n' "$refs" 2> /dev/null
}
replay | ask "$@" || exit
replay | "$other" "$@"
`;

/** The second line of every version of it begins so. */
const MARK = /^#!\/bin\/sh\n# kubectl-gitops-hook /;

export function isTemplate(text: string): boolean {
  return MARK.test(text);
}
