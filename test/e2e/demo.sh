. "$LIB"
# What the README promises a newcomer, played on a cluster of its own; the demo itself checks what diff says.
demo() { node "$ROOT/scripts/demo.ts" "$@" --name e2e; }
trap 'demo stop > /dev/null' EXIT
demo > out 2>&1 || { cat out; fail 'the demo ends in an error'; }
grep -q 'deployment.yaml:[0-9]*  .*Ada' out || { cat out; fail 'no line of git, or no author'; }
