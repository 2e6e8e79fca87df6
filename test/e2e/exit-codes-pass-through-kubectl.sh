. "$LIB"
repository
kubectl apply -f web.yaml > /dev/null
exits 0 kubectl gitops diff
kubectl set image deployment/web web=nginx:1.28 -n "$NAMESPACE" > /dev/null
exits 1 kubectl gitops diff
exits 0 kubectl gitops diff --exit-zero
exits 2 kubectl gitops diff --no-such-flag
exits 2 kubectl gitops diff --context nowhere
printf 'a: [' > ../broken.yaml
exits 3 kubectl gitops diff -f ../broken.yaml
grep -q '^hint: ' ../err || fail 'no hint'
KUBECONFIG=/does/not/exist exits 4 kubectl gitops diff
