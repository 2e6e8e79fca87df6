. "$LIB"
. "$(dirname "$LIB")/_hook.sh"
PACKAGE='{"private": true, "scripts": {"prepare": "husky"}, "devDependencies": {"husky": "9.1.7"}}'

# husky is set up, and has no pre-push yet
fresh new
uses_npm "$PACKAGE"
husky
mkdir -p .husky
echo true > .husky/pre-commit
commit
installs
grep -q 'installed in .husky/pre-push (husky)' "$DIR/out" || grep -q 'installed already in .husky/pre-push (husky)' "$DIR/out"
fires
forgives
proven 0 'in       .husky/pre-push (husky)'
HUSKY=0 proven 1 'HUSKY=0 is set'
# a linked work tree has no .husky/_
git add .husky
git commit --quiet --no-verify --message hook
git worktree add --quiet ../new-linked
cd ../new-linked
proven 1 'core.hooksPath is .husky/_, which does not exist in this work tree'
grep -q 'hint: npm install' "$DIR/out"
cd ../new
git worktree remove ../new-linked
git branch --quiet -D new-linked
git reset --quiet HEAD~1
leaves_no_trace

# a script of the team that reads standard input, on another directory, from a subdirectory
fresh other
uses_npm '{"private": true, "scripts": {"prepare": "husky hooks"}, "devDependencies": {"husky": "9.1.7"}}'
husky hooks
{ echo '# checked before every push'; reader; printf 'echo "  done"'; } > hooks/pre-push
mkdir deep
echo x > deep/x
commit
cd deep
gitops install > "$DIR/out"
gitops uninstall > "$DIR/out"
cd ..
git diff --exit-code || fail 'the script is not as it was'
installs
fires
ANSWER=0 push HEAD:refs/heads/other
cmp "$ASKED.other" "$ASKED.stdin" || fail 'they were told different things'
forgives
rm -f "$ASKED.other"
proven 0 'in       hooks/pre-push (husky)'
[ ! -e "$ASKED.other" ] || fail 'status ran the hooks of others'
leaves_no_trace

# husky 5 to 8: git runs the scripts themselves, and they start themselves again
fresh old
uses_npm '{"private": true, "scripts": {"prepare": "husky install"}, "devDependencies": {"husky": "^8.0.0"}}'
mkdir -p .husky/_
printf '*\n' > .husky/_/.gitignore
cat > .husky/_/husky.sh << 'END'
#!/usr/bin/env sh
if [ -z "$husky_skip_init" ]; then
  readonly hook_name="$(basename -- "$0")"
  if [ "$HUSKY" = "0" ]; then exit 0; fi
  readonly husky_skip_init=1
  export husky_skip_init
  sh -e "$0" "$@"
  exit $?
fi
END
git config core.hooksPath .husky
commit
installs
fires
forgives
proven 0
leaves_no_trace
printf '#!/usr/bin/env sh\n. "$(dirname -- "$0")/_/husky.sh"\n\ntrue\n' > .husky/pre-push
chmod 755 .husky/pre-push
commit
installs
fires
leaves_no_trace

# without a husky of its own: the clone was not set up
fresh bare-clone
uses_npm "$PACKAGE"
commit
gitops install > "$DIR/out"
grep -q 'let husky make its hooks in this clone: npm install' "$DIR/out" || { cat "$DIR/out"; fail 'no next step'; }
proven 1 'husky has not set core.hooksPath in this clone'
