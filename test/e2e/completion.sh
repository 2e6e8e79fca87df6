. "$LIB"
PATH=$(dirname "$PLUGIN"):$PATH
kubectl __complete gitops d > out 2> /dev/null
grep -q '^diff' out || fail "$(cat out)"
kubectl __complete gitops diff --show > out 2> /dev/null
grep -q '^--show-ignored' out || fail "$(cat out)"
