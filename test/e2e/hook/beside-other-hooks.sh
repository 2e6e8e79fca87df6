. "$LIB"
. "$(dirname "$LIB")/_hook.sh"
# on every git, also one that has hooks in its configuration
gitops_install() { gitops install --manager git-hooks > "$DIR/out"; }
installed() { proven 0 'the hook is on'; fires; forgives; }

fresh plain
rm -r .git/hooks
mkdir .git/hooks
# a foreign hook runs behind ours, and gets all of standard input
{ echo '#!/bin/sh'; reader; echo 'exit ${OTHER:-0}'; } > .git/hooks/pre-push
chmod 755 .git/hooks/pre-push
traces > "$DIR/before"
gitops_install
gitops_install
installed
cmp "$ASKED.other" "$ASKED.stdin" 2> /dev/null || ANSWER=0 push HEAD:refs/heads/other
cmp "$ASKED.other" "$ASKED.stdin" || fail 'they were told different things'
if OTHER=3 ANSWER=0 push HEAD:refs/heads/other2; then fail 'the refusal of the other hook does not count'; fi
leaves_no_trace

# a link to a script of the repository stays one
mkdir scripts
{ echo '#!/usr/bin/env python3'; echo 'import os, sys'; echo 'open(os.environ["ASKED"] + ".other", "w").write(sys.stdin.read())'; } > scripts/check
chmod 755 scripts/check
commit
ln -sf ../../scripts/check .git/hooks/pre-push
traces > "$DIR/before"
gitops_install
git diff --exit-code || fail 'the script of the repository was changed'
installed
leaves_no_trace

# git-lfs has a hook of its own there, which needs standard input, too
fresh large
PATH=$(dirname "$GIT_LFS"):$PATH WITH_STUB=$(dirname "$GIT_LFS"):$WITH_STUB REAL_PATH=$(dirname "$GIT_LFS"):$REAL_PATH
ln -s "$GIT_LFS" "$NO_PLUGIN/git-lfs"
git lfs install --local > "$DIR/out"
git lfs track '*.bin' > "$DIR/out"
head -c 3000 /dev/urandom > large.bin
commit
traces > "$DIR/before"
gitops_install
installed
oid=$(sha256sum large.bin | cut -d' ' -f1)
find ../large.git/lfs -name "$oid" | grep -q . || fail 'git-lfs was not told what is pushed'
leaves_no_trace
