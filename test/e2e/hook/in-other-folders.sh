. "$LIB"
. "$(dirname "$LIB")/_hook.sh"
# on every git, also one that has hooks in its configuration
gitops_install() { gitops install --manager git-hooks > "$DIR/out"; }
installed() { proven 0 'the hook is on'; fires; forgives; }

# core.hooksPath: a folder of the team, whose script gets our lines
fresh team
mkdir .githooks
{ echo '#!/bin/sh'; echo '# ours since 2019'; reader; } > .githooks/pre-push
chmod 755 .githooks/pre-push
git config core.hooksPath .githooks
commit
traces > "$DIR/before"
gitops_install
git diff --stat | grep -q '.githooks/pre-push' || fail 'the script was not changed'
installed
gitops uninstall > "$DIR/out"
git diff --exit-code || fail 'the script is not as it was'

# core.hooksPath that leads to every repository of the user is asked about
git config core.hooksPath "$HOME/hooks"
if gitops install > "$DIR/out" 2> "$DIR/err"; then
  # on git 2.54 there is a better place
  gitops uninstall > "$DIR/out"
else
  grep -q SHARED_HOOKS "$DIR/err" || { cat "$DIR/err"; fail 'not refused for that reason'; }
fi
gitops_install
installed
gitops uninstall > "$DIR/out"
[ ! -e "$HOME/hooks" ] || fail 'the folder stayed'

# a linked work tree and a submodule
fresh plain
fresh main
git worktree add --quiet ../linked
cd ../linked
gitops_install
installed
cd ../main
proven 0
leaves_no_trace_in_main() { gitops uninstall > "$DIR/out"; [ ! -e .git/hooks/pre-push ] || fail 'it stayed'; }
leaves_no_trace_in_main
git submodule --quiet add "$DIR/plain" sub
commit
cd sub
git init --quiet --bare "$DIR/sub.git"
git remote set-url origin "$DIR/sub.git"
traces > "$DIR/before"
gitops_install
installed
leaves_no_trace
