. "$LIB"
. "$(dirname "$LIB")/_hook.sh"
PACKAGE='{"private": true, "devDependencies": {"lefthook": "2.2.2"}}'

fresh commands
uses_npm "$PACKAGE"
cat > lefthook.yml << 'END'
# what we run
pre-commit:
  commands:
    lint: {run: "true"}   # quick

pre-push:
    commands:
        # reads all of standard input
        reader:
            use_stdin: true
            run: 'cat > "$ASKED.other"'
END
commit
lefthook install > "$DIR/out" 2>&1
installs
fires
ANSWER=0 push HEAD:refs/heads/other
cmp "$ASKED.other" "$ASKED.stdin" || fail 'they were told different things'
forgives
rm -f "$ASKED.other"
proven 0 'in       lefthook.yml (lefthook)'
[ ! -e "$ASKED.other" ] || fail 'status ran the commands of others'
LEFTHOOK=0 proven 1 'LEFTHOOK=0 is set'
leaves_no_trace

# there are no hooks before a push yet; the name has a dot, the lines end with CR LF, and the last one does not end
fresh crlf
uses_npm "$PACKAGE"
printf '# ours\r\npre-commit:\r\n  jobs:\r\n    - run: "true"' > .lefthook.yml
commit
lefthook install > "$DIR/out" 2>&1
installs
fires
forgives
proven 0 'in       .lefthook.yml (lefthook)'
leaves_no_trace

fresh jobs
uses_npm "$PACKAGE"
printf 'pre-push:\n  parallel: true\n  jobs:\n  - run: "true"\n  - name: b\n    run: "true"\n' > lefthook.yaml
commit
lefthook install > "$DIR/out" 2>&1
installs
fires
leaves_no_trace

# lefthook was not asked to make its hooks in this clone
fresh dead
uses_npm "$PACKAGE"
printf 'pre-push:\n  jobs:\n    - run: "true"\n' > lefthook.yml
commit
gitops install > "$DIR/out"
grep -q 'lefthook install' "$DIR/out" || fail 'no next step'
proven 1 'lefthook has made no hooks in this clone'
lefthook install > "$DIR/out" 2>&1
proven 0

# a form that is not edited: it is said what to add, and that does it
fresh json
uses_npm "$PACKAGE"
printf '[pre-commit.commands.lint]\nrun = "true"\n' > lefthook.toml
commit
lefthook install > "$DIR/out" 2>&1
code=0
gitops install > "$DIR/out" 2> "$DIR/err" || code=$?
[ "$code" = 1 ] || fail "exit $code"
grep -q 'ADD_BY_HAND' "$DIR/err"
grep -q "exec kubectl-gitops hook pre-push '{1}' '{2}'" "$DIR/err" || { cat "$DIR/err"; fail 'not what to add'; }
git diff --exit-code
