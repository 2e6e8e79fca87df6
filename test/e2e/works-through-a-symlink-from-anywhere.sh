. "$LIB"
repository
kubectl apply --server-side -f web.yaml > /dev/null
mkdir ../bin ../deep
ln -s "$PLUGIN" ../deep/kubectl-gitops
ln -s ../deep/kubectl-gitops ../bin/kubectl-gitops
exits 0 ../bin/kubectl-gitops diff
grep -q '1 in sync' ../out || fail 'no summary'
mkdir below
cd below
../../bin/kubectl-gitops diff > /dev/null || fail 'not from a subdirectory'
