. "$LIB"
. "$(dirname "$LIB")/_push.sh"
export PYTHONPATH="$PRE_COMMIT_PYTHONPATH" PRE_COMMIT_HOME="$DIR/pre-commit" TERM=dumb
PATH=$PRE_COMMIT_BIN:$PATH
deployed_shop
printf 'repos:\n  - repo: local\n    hooks: [{id: other, name: other, language: system, entry: "true", always_run: true}]\n' > .pre-commit-config.yaml
kubectl gitops hook install > "$DIR/out"
grep -q '(pre-commit)' "$DIR/out"
commit
both_ways
