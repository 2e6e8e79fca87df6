. "$LIB"
repository
kubectl apply -f web.yaml > /dev/null
kubectl gitops diff -f - < web.yaml > ../out || fail 'stdin differs'
kubectl delete -f web.yaml > /dev/null
helm create ../chart > /dev/null
helm template web ../chart -n "$NAMESPACE" | kubectl apply -n "$NAMESPACE" -f - > /dev/null
helm template web ../chart -n "$NAMESPACE" | kubectl gitops diff -n "$NAMESPACE" -f - > ../out 2>&1 || { cat ../out; fail 'a rendered chart on stdin differs'; }
