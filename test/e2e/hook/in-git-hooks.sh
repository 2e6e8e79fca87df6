. "$LIB"
. "$(dirname "$LIB")/_hook.sh"
# on every git, also one that has hooks in its configuration
gitops_install() { gitops install --manager git-hooks > "$DIR/out"; }
installed() { proven 0 'the hook is on'; fires; forgives; }

fresh plain
rm -r .git/hooks
mkdir .git/hooks
traces > "$DIR/before"
gitops_install
cmp .git/hooks/pre-push "$ROOT/hooks/template/pre-push"
[ -x .git/hooks/pre-push ]
installed
leaves_no_trace

# there is no folder for hooks
rmdir .git/hooks
mkdir -p sub/folder
echo x > sub/folder/x
commit
cd sub/folder
gitops_install
cd ../..
installed
gitops uninstall > "$DIR/out"
[ ! -e .git/hooks ] || fail 'the folder stayed'
