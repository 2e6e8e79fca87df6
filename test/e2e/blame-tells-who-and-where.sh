. "$LIB"
repository
kubectl apply --server-side -f web.yaml > /dev/null
exits 0 kubectl gitops blame deployment/web -n "$NAMESPACE"
grep -q '^  [0-9a-f]\{7\}  Ada  [-0-9]\{10\}  web.yaml:9  .*\.image  nginx:1.27$' ../out || fail "$(cat ../out)"
version() { kubectl get deployment/web -n "$NAMESPACE" -o 'jsonpath={.metadata.resourceVersion}'; }
kubectl set image deployment/web web=nginx:1.28 -n "$NAMESPACE" > /dev/null
sleep 1
before=$(version)
exits 1 kubectl gitops blame deployment/web
grep -q '\.image  nginx:1.27  live nginx:1.28  kubectl-set  ' ../out || fail "$(cat ../out)"
exits 0 kubectl gitops blame deployment/web --exit-zero
exits 1 kubectl gitops blame web.yaml -o json
node -e 'const r = JSON.parse(require("fs").readFileSync("../out", "utf8")); if (r.kind !== "BlameReport" || r.summary.differing !== 1) process.exit(1)' || fail 'no report'
[ "$(version)" = "$before" ] || fail 'the object moved'
exits 2 kubectl gitops blame
exits 2 kubectl gitops blame deployment/nowhere
grep -q '^hint: see what there is: kubectl get deployment' ../err || fail "$(cat ../err)"
