. "$LIB"
repository
kubectl apply -f web.yaml > /dev/null
kubectl label deployment/web team=x -n "$NAMESPACE" > /dev/null
exits 1 kubectl gitops diff -v -o json
node -e 'const r = JSON.parse(require("fs").readFileSync("../out", "utf8")); if (r.kind !== "DriftReport" || r.summary.drifted !== 1) process.exit(1)' || fail 'no report'
exits 1 kubectl gitops diff -o name
[ "$(cat ../out)" = deployment.apps/web ] || fail "$(cat ../out)"
exits 1 kubectl gitops diff -o diff
git apply --stat ../out > /dev/null || fail 'git cannot read the patch'
exits 1 kubectl gitops diff --color always
grep -q "$(printf '\033')" ../out || fail 'no colour'
exits 1 kubectl gitops diff
if grep -q "$(printf '\033')" ../out; then fail 'colour on a pipe'; fi
kubectl gitops diff | head -1 > /dev/null
