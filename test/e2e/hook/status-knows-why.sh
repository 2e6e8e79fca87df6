. "$LIB"
. "$(dirname "$LIB")/_hook.sh"
# on every git, also one that has hooks in its configuration
gitops_install() { gitops install --manager git-hooks > "$DIR/out"; }

# what status knows
fresh plain
proven 1 'it is not installed'
gitops_install
chmod -x .git/hooks/pre-push
proven 1 'is not executable'
chmod +x .git/hooks/pre-push
GITOPS_HOOK=off proven 1 'GITOPS_HOOK=off is set'
git config gitops.prePush off
proven 1 'gitops.prePush is off'
git config --unset gitops.prePush
sed 's/^  ask "\$@"$/  ask "$@" || true/; s/^  exit$/  exit 0/' .git/hooks/pre-push > x
cat x > .git/hooks/pre-push
rm x
proven 1 'refusal does not stop the push'
traces > "$DIR/before"
find .git -type f | sort | xargs sha256sum > "$DIR/files"
proven 1
traces | diff "$DIR/before" - || fail 'status left a trace'
find .git -type f | sort | xargs sha256sum | diff "$DIR/files" - || fail 'status wrote into the repository'
cd "$DIR"
exits_2() { code=0; "$@" > "$DIR/out" 2> "$DIR/err" || code=$?; [ "$code" = 2 ] || fail "exit $code"; }
exits_2 gitops install
grep -q 'NO_REPOSITORY' "$DIR/err"
grep -q '^hint: ' "$DIR/err"
