. "$LIB"
. "$(dirname "$LIB")/_hook.sh"
export PYTHONPATH="$PRE_COMMIT_PYTHONPATH" PRE_COMMIT_HOME="$DIR/pre-commit" TERM=dumb
PATH=$PRE_COMMIT_BIN:$PATH
REAL_PATH=$PRE_COMMIT_BIN:$REAL_PATH
WITH_STUB=$PRE_COMMIT_BIN:$WITH_STUB
told_by_environment=1

fresh one
cat > .pre-commit-config.yaml << 'END'
# checks of this repository
default_stages: [pre-commit, pre-push]
repos:
- repo: local
  hooks:
    - id: slow     # takes its time
      name: slow
      language: system
      entry: sh -c 'echo ran > "$ASKED.other"'
      always_run: true
      pass_filenames: false
END
commit
installs
git add .pre-commit-config.yaml
fires
forgives
rm -f "$ASKED.other"
proven 0 'in       .pre-commit-config.yaml (pre-commit)'
[ ! -e "$ASKED.other" ] || fail 'status ran the hooks of others'
SKIP=gitops proven 1 'SKIP=gitops is set'
leaves_no_trace

# it is installed for pushes already, over a hook of somebody else, and has CR LF
fresh legacy
rm -rf .git/hooks
mkdir .git/hooks
{ echo '#!/bin/sh'; reader; } > .git/hooks/pre-push
chmod 755 .git/hooks/pre-push
printf 'repos:\r\n  - repo: local\r\n    hooks: [{id: x, name: x, language: system, entry: "true", always_run: true}]' > .pre-commit-config.yaml
commit
pre-commit install --hook-type pre-push > "$DIR/out"
installs
git add .pre-commit-config.yaml
fires
leaves_no_trace
[ -e .git/hooks/pre-push ] || fail 'what was installed before is gone'

# another clone of it, in which nobody has run pre-commit install
fresh clone
printf 'repos:\n  - repo: local\n    hooks: []\n' > .pre-commit-config.yaml
commit
NO_PRE_COMMIT=$NO_PLUGIN:$(dirname "$(command -v stat)"):$DIR/none
PATH=$NO_PRE_COMMIT gitops install > "$DIR/out"
grep -q 'pre-commit install --hook-type pre-push' "$DIR/out" || { cat "$DIR/out"; fail 'no next step'; }
git add .
proven 1 'pre-commit has made no hooks in this clone'
