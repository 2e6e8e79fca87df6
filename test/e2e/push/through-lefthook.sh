. "$LIB"
. "$(dirname "$LIB")/_push.sh"
deployed_shop
uses_npm '{"private": true, "devDependencies": {"lefthook": "2.2.2"}}'
printf 'pre-push:\n  parallel: true\n  commands:\n    other: {run: "true"}\n' > lefthook.yml
lefthook install > "$DIR/out" 2>&1
kubectl gitops hook install > "$DIR/out"
grep -q '(lefthook)' "$DIR/out"
commit
both_ways
