# For the scripts about hooks: repositories with a bare remote, and a plugin that only writes down what it was asked.
DIR=$PWD
export HOME="$DIR/home" XDG_CONFIG_HOME="$DIR/home/.config" LC_ALL=C
unset GITOPS_HOOK HUSKY LEFTHOOK LEFTHOOK_EXCLUDE SKIP SKIP_SIMPLE_GIT_HOOKS GITOPS_HOOK_PROBE CI 2> /dev/null || true
mkdir -p "$HOME" stub
git config --global user.name Ada
git config --global user.email ada@example.com
git config --global init.defaultBranch main
git config --global protocol.file.allow always
cat > stub/kubectl-gitops << 'END'
#!/bin/sh
# the program under the manager: argv, standard input, and what pre-commit says in its place
printf '%s' "$*" > "$ASKED.argv"
cat > "$ASKED.stdin"
echo "${PRE_COMMIT_REMOTE_BRANCH-}" > "$ASKED.branch"
exit "$ANSWER"
END
chmod +x stub/kubectl-gitops
export ASKED="$DIR/asked"
REAL_PATH=$PATH
WITH_STUB=$DIR/stub:$PATH
# nothing but the system, and no plugin in it
mkdir bare-path
for tool in sh bash git cat grep sed uname tr dirname basename env node test printf ls rm mkdir chmod cp tail head sort; do
  found=$(command -v "$tool") || continue
  case $found in /*) ln -s "$found" "bare-path/$tool" ;; esac
done
ln -s "$(python3 -c 'import sys; print(sys.executable)')" bare-path/python3
NO_PLUGIN=$DIR/bare-path

gitops() {
  "$PLUGIN" hook "$@"
}

# fresh NAME: a repository with one commit, and a bare remote that is empty
fresh() {
  cd "$DIR"
  git init --quiet --bare "$1.git"
  git init --quiet "$1"
  cd "$1"
  git remote add origin "../$1.git"
  printf 'node_modules\n' > .gitignore
  echo one > file
  git add .
  git commit --quiet --message first
}

# uses_npm PACKAGE-JSON: with the managers as npm install leaves them
uses_npm() {
  printf '%s\n' "$1" > package.json
  ln -s "$HOOK_NODE_MODULES" node_modules
  printf '/node_modules\n' > .gitignore
  PATH=$PWD/node_modules/.bin:$PATH
  REAL_PATH=$PWD/node_modules/.bin:$REAL_PATH
  WITH_STUB=$PWD/node_modules/.bin:$WITH_STUB
  NO_PLUGIN=$PWD/node_modules/.bin:$NO_PLUGIN
}

commit() {
  git add --all
  git commit --quiet --no-verify --allow-empty --message "${1:-more}"
}

# traces: all that an install could leave behind
traces() {
  common=$(git rev-parse --git-common-dir)
  find . -name .git -prune -o -name node_modules -prune -o -path ./file -o -type f -print | sort | while read -r file; do
    stat -c '%a %n' "$file"
    sha256sum < "$file"
  done
  cat "$common/config"
  find "$common/hooks" -printf '%m %P %l\n' | sort
  find "$common/hooks" -type f ! -name '*.sample' | sort | xargs -r sha256sum
  test ! -e "$common/kubectl-gitops" || find "$common/kubectl-gitops"
}

# leaves_no_trace: what was done since `traces > $DIR/before` is gone after uninstall
leaves_no_trace() {
  gitops uninstall > "$DIR/out"
  git reset --quiet
  traces > "$DIR/after"
  diff "$DIR/before" "$DIR/after" || fail 'uninstall left a trace'
  [ "$(gitops uninstall)" = 'nothing is installed' ] || fail 'uninstall found more'
}

# installs: once as twice, and --print writes nothing and says what is done
installs() {
  traces > "$DIR/before"
  gitops install --print > "$DIR/printed"
  traces | diff "$DIR/before" - || fail '--print wrote something'
  gitops install > "$DIR/out"
  traces > "$DIR/once"
  ! diff "$DIR/before" "$DIR/once" > /dev/null || fail 'install did nothing'
  gitops install > "$DIR/out"
  grep -q 'installed already' "$DIR/out" || { cat "$DIR/out"; fail 'the second install did something'; }
  traces | diff "$DIR/once" - || fail 'twice is not once'
}

push() {
  rm -f "$ASKED".*
  PATH=$WITH_STUB git push --quiet origin "$@" > "$DIR/push" 2>&1
}

remote_main() {
  git --git-dir "$(git config remote.origin.url)" rev-parse --verify --quiet refs/heads/main || echo none
}

# fires: a push is asked about with git's own words, and goes through; a refusal stops it
fires() {
  echo "$(date +%N)" >> file
  git commit --quiet --no-verify --message more file
  old=$(remote_main)
  new=$(git rev-parse HEAD)
  ANSWER=1 push HEAD:main && { cat "$DIR/push"; fail 'a refused push went through'; }
  [ -e "$ASKED.argv" ] || { cat "$DIR/push"; fail 'the hook did not fire'; }
  [ "$(remote_main)" = "$old" ] || fail 'the remote has moved'
  ANSWER=0 push HEAD:main || { cat "$DIR/push"; fail 'a good push did not go through'; }
  [ "$(remote_main)" = "$new" ] || fail 'the remote has not moved'
  [ "$(cat "$ASKED.argv")" = "hook pre-push origin $(git config remote.origin.url)" ] || fail "asked: $(cat "$ASKED.argv")"
  [ "$old" != none ] || old=0000000000000000000000000000000000000000
  if [ "${told_by_environment:-}" ]; then
    [ "$(cat "$ASKED.branch")" = refs/heads/main ] || fail "told of: $(cat "$ASKED.branch")"
    return
  fi
  [ "$(cat "$ASKED.stdin")" = "HEAD $new refs/heads/main $old" ] || fail "on stdin: $(cat "$ASKED.stdin")"
  # a deletion
  ANSWER=0 push HEAD:refs/heads/gone
  ANSWER=0 push :refs/heads/gone
  grep -q '^(delete) 0* refs/heads/gone ' "$ASKED.stdin" || fail "a deletion on stdin: $(cat "$ASKED.stdin")"
  ANSWER=1 GITOPS_HOOK=off push HEAD:refs/heads/off || fail 'GITOPS_HOOK=off did not skip the hook'
  [ ! -e "$ASKED.argv" ] || fail 'GITOPS_HOOK=off asked'
}

# forgives: a clone without the plugin pushes, with one line about it; gitops.required stops it
forgives() {
  git commit --quiet --no-verify --allow-empty --message more
  PATH=$NO_PLUGIN git push --quiet origin HEAD:main > "$DIR/push" 2>&1 || { cat "$DIR/push"; fail 'no push without the plugin'; }
  [ "$(grep -c 'nothing checks this push: npm install --global kubectl-gitops' "$DIR/push")" = 1 ] || { cat "$DIR/push"; fail 'not one line'; }
  git config gitops.required true
  git commit --quiet --no-verify --allow-empty --message more
  old=$(remote_main)
  if PATH=$NO_PLUGIN git push --quiet origin HEAD:main > "$DIR/push" 2>&1; then fail 'gitops.required let it through'; fi
  [ "$(remote_main)" = "$old" ] || fail 'gitops.required: the remote has moved'
  git config --unset gitops.required
}

# proven WANTED-EXIT [TEXT]: what hook status says
proven() {
  code=0
  PATH=$REAL_PATH gitops status > "$DIR/out" 2> "$DIR/err" || code=$?
  [ "$code" = "$1" ] || { cat "$DIR/out" "$DIR/err"; fail "status: exit $code, not $1"; }
  [ -z "${2:-}" ] || grep -q -- "$2" "$DIR/out" || { cat "$DIR/out"; fail "status does not say: $2"; }
}

# a hook of somebody else that reads all of its standard input, and fails where there is none
reader() {
  cat << 'END'
got=$(cat)
[ -n "$got" ] || { echo 'the other hook got nothing' >&2; exit 1; }
printf '%s\n' "$got" > "$ASKED.other"
END
}
