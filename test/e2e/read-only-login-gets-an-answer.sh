. "$LIB"
repository
kubectl apply --server-side -f web.yaml > /dev/null
KUBECONFIG=$READ_ONLY_KUBECONFIG exits 0 kubectl gitops diff
kubectl set image deployment/web web=nginx:1.28 -n "$NAMESPACE" > /dev/null
KUBECONFIG=$READ_ONLY_KUBECONFIG exits 1 kubectl gitops diff -o json
grep -q '"compared": "local"' ../out || fail 'not said to be local'
grep -q 'kubectl-set' ../out || fail 'no owner'
