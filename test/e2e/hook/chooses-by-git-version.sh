. "$LIB"
. "$(dirname "$LIB")/_hook.sh"
# git 2.54 and newer has hooks in its configuration, which run besides all others
fresh one
mkdir -p .git/hooks
{ echo '#!/bin/sh'; reader; } > .git/hooks/pre-push
chmod 755 .git/hooks/pre-push
installs
if git help -c | grep -q '^hook[.]'; then
  grep -q 'in hook.gitops of git config (git-config)' "$DIR/out" || { cat "$DIR/out"; fail 'not in the configuration'; }
  grep -q 'config --local hook.gitops.event pre-push' "$DIR/printed" || { cat "$DIR/printed"; fail 'not printed'; }
else
  grep -q 'in .git/hooks/pre-push (git-hooks)' "$DIR/out" || { cat "$DIR/out"; fail 'not in the folder of hooks'; }
fi
fires
ANSWER=0 push HEAD:refs/heads/other
cmp "$ASKED.other" "$ASKED.stdin" || fail 'they were told different things'
forgives
rm -f "$ASKED.other"
proven 0
[ ! -e "$ASKED.other" ] || fail 'status ran the hooks of others'
git worktree add --quiet ../one-linked
cd ../one-linked
fires
proven 0
cd ../one
git worktree remove ../one-linked
git branch --quiet -D one-linked
leaves_no_trace
