. "$LIB"
. "$(dirname "$LIB")/_push.sh"
shop
ANSWERS='web/base/deployment.yaml:6'
bad() { replace web/base/deployment.yaml 'replicas: 3' 'replica: 3'; commit; }
good() { replace web/base/deployment.yaml 'replica: 3' 'replicas: 4'; commit; }

# a subdirectory, in whose files nobody has put what is checked out
bad
cd jobs
stopped "$ANSWERS"
cd ..

# commits count: neither the work tree nor the index, which hold the mended file
replace web/base/deployment.yaml 'replica: 3' 'replicas: 4'
git add .
echo nonsense >> web/base/service.yaml
stopped "$ANSWERS"
git reset --quiet --hard

# a detached HEAD, and the branch that it was
git checkout --quiet --detach
stopped "$ANSWERS"
git checkout --quiet main

# a linked work tree
again
git worktree add --quiet -b linked "$DIR/linked"
cd "$DIR/linked"
bad
stopped "$ANSWERS"
good
accepted
cd "$DIR/shop"
git worktree remove "$DIR/linked"
git merge --quiet --ff-only linked
replace web/base/deployment.yaml 'replicas: 4' 'replicas: 3'
commit
accepted

# a submodule: its own hook, its own remote; the repository around it has no roots, and is not asked about
git init --quiet --bare "$DIR/around.git"
git init --quiet "$DIR/around"
cd "$DIR/around"
git remote add origin "$DIR/around.git"
git submodule --quiet add "$DIR/shop.git" shop
commit
cd shop
gitops install --manager git-hooks > "$DIR/out"
bad
stopped "$ANSWERS" -- origin HEAD:main
good
accepted
