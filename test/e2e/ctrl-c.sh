. "$LIB"
repository
silent ../port

# while the server keeps it waiting, with a commit laid out already
cat > ../silent.kubeconfig <<EOF
{apiVersion: v1, kind: Config, current-context: x, contexts: [{name: x, context: {cluster: x}}], clusters: [{name: x, cluster: {server: "http://127.0.0.1:$(cat ../port)"}}]}
EOF
interrupted '[ -e ../asked ] && ls ../tmp/kubectl-gitops-*/tree/web.yaml > /dev/null 2>&1' \
  "$PLUGIN" diff --kubeconfig ../silent.kubeconfig --revision HEAD

# while kustomize renders: it waits for what it shall fetch
mkdir remote
echo "resources: ['http://127.0.0.1:$(cat ../port)/web.yaml']" > remote/kustomization.yaml
git add .
git commit --quiet --message remote
interrupted '[ -e ../asked ]' "$PLUGIN" diff --revision HEAD ./remote

# while helm fetches what a chart depends on, in a copy of the tree
mkdir -p chart/templates
cat > chart/Chart.yaml <<EOF
apiVersion: v2
name: chart
version: 1.0.0
dependencies: [{name: db, version: 1.0.0, repository: "http://127.0.0.1:$(cat ../port)"}]
EOF
interrupted '[ -e ../asked ] && [ -e ../tmp/kubectl-gitops-*/tree/chart/Chart.yaml ]' "$PLUGIN" diff ./chart

# while it asks the API server, which waits for a webhook
kubectl apply -f web.yaml > /dev/null
kubectl set image deployment/web web=nginx:1.28 -n "$NAMESPACE" > /dev/null
silent_webhook 30
interrupted '[ -e ../asked ]' "$PLUGIN" diff --revision HEAD~1

# while a program runs that does not want to end: who asks twice does not wait for it
mkdir ../stubborn
cat > ../stubborn/kustomize <<'EOF'
#!/bin/sh
trap '' TERM
: > "$ASKED"
sleep 10
EOF
chmod +x ../stubborn/kustomize
export ASKED="$PWD/../asked" PATH="$PWD/../stubborn:$PATH"
twice=yes
interrupted '[ -e ../asked ]' "$PLUGIN" diff --revision HEAD ./remote
