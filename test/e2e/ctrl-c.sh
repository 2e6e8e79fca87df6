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

# while it asks the API server, which waits for a webhook
kubectl apply -f web.yaml > /dev/null
kubectl set image deployment/web web=nginx:1.28 -n "$NAMESPACE" > /dev/null
kubectl apply -f - > /dev/null <<EOF
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: $NAMESPACE}
webhooks:
  - name: silent.example.com
    clientConfig: {url: "https://127.0.0.1:$(cat ../port)/"}
    rules: [{apiGroups: [apps], apiVersions: [v1], operations: ['*'], resources: [deployments]}]
    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: $NAMESPACE}}
    timeoutSeconds: 30
    sideEffects: None
    admissionReviewVersions: [v1]
EOF
interrupted '[ -e ../asked ]' "$PLUGIN" diff --revision HEAD~1
