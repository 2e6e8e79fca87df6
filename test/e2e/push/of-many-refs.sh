. "$LIB"
. "$(dirname "$LIB")/_push.sh"
shop
has() { git ls-remote --exit-code origin "$1" > /dev/null || fail "the remote has no $1"; }
has_not() { ! git ls-remote --exit-code origin "$1" > /dev/null || fail "the remote has $1"; }

# a branch and tags that nothing deploys are advised, however bad
git checkout --quiet -b feature
replace web/base/deployment.yaml 'replicas: 3' 'replica: 3'
commit
git tag light
git tag --annotate --message 'a version' v1
passes origin feature light v1
says 'web/base/deployment.yaml:6'
[ "$(grep -c UNKNOWN_FIELD "$DIR/said")" = 1 ] || { cat "$DIR/said"; fail 'the same commits are told of more than once'; }
has refs/tags/v1

# nor is one stopped by a configuration that cannot be read; what is deployed is
replace .gitops.yaml '^environments' enviroments
commit
passes origin HEAD:unreadable
says 'warning  .gitops.yaml:3  (INVALID_CONFIG)'
says 'hint: write environments'
has refs/heads/unreadable
stopped '.gitops.yaml:3:1' 'hint: write environments' -- origin HEAD:unreadable HEAD:main
passes origin --delete unreadable
git reset --quiet --hard v1^0

# one bad ref keeps all of them back, also by way of --all and --mirror
git branch --quiet -f main feature
git branch --quiet other main~1
stopped 'web/base/deployment.yaml:6' -- origin other main
has_not refs/heads/other
stopped 'web/base/deployment.yaml:6' -- origin --all
stopped 'web/base/deployment.yaml:6' -- --mirror origin
has_not refs/heads/other

# a push by force is judged by what it changes, as is the way back
git checkout --quiet main
git reset --quiet --hard other
replace web/base/deployment.yaml 'replicas: 3' 'replicas: 5'
git commit --quiet --no-verify --all --amend --message 'the shop, rewritten'
accepted --force origin HEAD:main

# a tree, and what is no branch
git tag tree 'HEAD^{tree}'
passes origin tree
[ ! -s "$DIR/said" ] || { cat "$DIR/said"; fail 'a tree is told of'; }

# what goes away: what nothing deploys in silence, else with a warning
passes origin --delete feature light v1
[ ! -s "$DIR/said" ] || { cat "$DIR/said"; fail 'what nothing deploys is told of'; }
has_not refs/tags/v1
git --git-dir "$DIR/shop.git" config receive.denyDeleteCurrent ignore
passes origin --delete main
says 'main goes away, from which prod is deployed'
has_not refs/heads/main

# back again, to a remote that has nothing of it, and by its address
git config --unset-all remote.origin.fetch
accepted ../shop.git HEAD:main
