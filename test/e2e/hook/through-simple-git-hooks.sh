. "$LIB"
. "$(dirname "$LIB")/_hook.sh"

fresh one
uses_npm '{
  "private": true,
  "simple-git-hooks": {"pre-commit": "true"},
  "devDependencies": {
    "simple-git-hooks": "2.14.0"
  }
}'
rm .git/hooks/*
commit
simple-git-hooks > "$DIR/out"
installs
fires
forgives
proven 0 'in       package.json (simple-git-hooks)'
SKIP_SIMPLE_GIT_HOOKS=1 proven 1 'SKIP_SIMPLE_GIT_HOOKS=1 is set'
leaves_no_trace

# a file of its own, and a line that reads standard input
fresh two
uses_npm '{"private": true, "devDependencies": {"simple-git-hooks": "2.14.0"}}'
printf '{\r\n\t"pre-push": "cat > \\"$ASKED.other\\" && [ -s \\"$ASKED.other\\" ] \\u0026\\u0026 exit \\"${OTHER:-0}\\""\r\n}' > .simple-git-hooks.json
rm .git/hooks/*
commit
simple-git-hooks > "$DIR/out"
installs
fires
ANSWER=0 push HEAD:refs/heads/other
cmp "$ASKED.other" "$ASKED.stdin" || fail 'they were told different things'
if OTHER=3 ANSWER=0 push HEAD:refs/heads/other2; then fail 'the refusal of the other line does not count'; fi
forgives
rm -f "$ASKED.other"
proven 0
[ ! -e "$ASKED.other" ] || fail 'status ran the hooks of others'
leaves_no_trace

# hooks of others are there, which simple-git-hooks would remove: it is not run, but said
fresh three
uses_npm '{"private": true, "simple-git-hooks": {}, "devDependencies": {"simple-git-hooks": "2.14.0"}}'
rm .git/hooks/*
echo '#!/bin/sh' > .git/hooks/post-checkout
commit
gitops install > "$DIR/out"
grep -q 'npx simple-git-hooks' "$DIR/out" || fail 'no next step'
[ -e .git/hooks/post-checkout ] || fail 'the hook of somebody else is gone'
proven 1 'simple-git-hooks has made no hooks in this clone'
