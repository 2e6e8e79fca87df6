. "$LIB"
repository
kubectl apply -f web.yaml > /dev/null
kubectl gitops diff -f - < web.yaml > ../out || fail 'stdin differs'
helm create ../chart > /dev/null
helm template web ../chart -n "$NAMESPACE" > ../rendered.yaml
kubectl apply -n "$NAMESPACE" -f ../rendered.yaml > /dev/null 2>&1 || true
kubectl delete deployment/web -n "$NAMESPACE" > /dev/null 2>&1 || true
kubectl apply -n "$NAMESPACE" -f ../rendered.yaml > /dev/null
helm template web ../chart -n "$NAMESPACE" | grep -v 'helm.sh/hook' > ../rendered.yaml
kubectl gitops diff -n "$NAMESPACE" -f - < ../rendered.yaml > ../out 2>&1 || { cat ../out; fail 'a rendered chart on stdin differs'; }
