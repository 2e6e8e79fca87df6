# What git owns is refused; on a terminal a single key leads into git, where the same change stays.
. "$LIB"
repository
kubectl apply --server-side -f web.yaml > /dev/null
kubectl gitops diff > /dev/null
printf '#!/bin/sh\nsed -i.bak s/1.27/1.28/ "$1"\n' > ../editor
chmod +x ../editor
KUBE_EDITOR=$PWD/../editor
export KUBE_EDITOR

answered() {
  code=0
  {
    until grep -q 'Edit the source in git instead' ../screen 2> /dev/null; do sleep 0.1; done
    printf '%s\n' "$1"
    sleep 5
  } | script --quiet --return --flush --command "kubectl gitops edit deployment/web -n $NAMESPACE" /dev/null > ../screen || code=$?
}

answered n
[ "$code" = 1 ] || fail "exit $code, not 1: $(cat -v ../screen)"
git diff --quiet || fail 'n changed a file'
rm ../screen
answered ''
[ "$code" = 0 ] || fail "exit $code, not 0: $(cat -v ../screen)"
grep -q 'nginx:1.28' web.yaml || fail "not edited: $(cat -v ../screen)"
kubectl get deployment/web -n "$NAMESPACE" -o yaml | grep -q 'nginx:1.27' || fail 'the cluster was changed'
