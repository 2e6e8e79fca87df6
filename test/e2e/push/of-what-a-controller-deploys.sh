. "$LIB"
. "$(dirname "$LIB")/_push.sh"
kubectl apply --server-side --force-conflicts -f - > "$DIR/out" << 'END_OF_FILE'
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: applications.argoproj.io}
spec:
  group: argoproj.io
  scope: Namespaced
  names: {kind: Application, plural: applications, singular: application}
  versions:
    - name: v1alpha1
      served: true
      storage: true
      schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
END_OF_FILE
kubectl wait --for=condition=Established --timeout=30s crd/applications.argoproj.io > "$DIR/out"

# a chart that an Application deploys with values from outside of it, and nothing of ours in the repository
fresh shop
shop_files
rm .gitops.yaml
mkdir env
echo 'color: red' > env/prod.conf
commit 'the shop opens'
git push --quiet --set-upstream origin main 2> "$DIR/said" || { cat "$DIR/said"; fail 'no first push'; }
kubectl apply --server-side -f - > "$DIR/out" << END_OF_FILE
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: shop-api, namespace: $NAMESPACE}
spec:
  project: default
  source:
    repoURL: $DIR/shop.git
    targetRevision: main
    path: api
    helm: {valueFiles: [/env/prod.conf]}
  destination: {server: https://kubernetes.default.svc, namespace: $NAMESPACE}
END_OF_FILE
gitops install --manager git-hooks > "$DIR/out"

silent_pass() {
  commit
  passes "$@"
  [ ! -s "$DIR/said" ] || { cat "$DIR/said"; fail 'something was said'; }
}

# what it deploys is asked about, in its namespace
replace api/values.yaml green blue
echo '  size: 2' >> api/templates/settings.yaml
commit
stopped "ConfigMap $NAMESPACE/shop-api-settings .data.size" 'in api (argocd/shop-api)'
again
replace api/values.yaml green blue
replace env/prod.conf red yellow
commit
accepted
says '1 root, 1 object: 1 changed'

# a file that only the Application names
echo 'color: [1]' > env/prod.conf
commit
stopped 'in api (argocd/shop-api)'
# what does not follow the branch is advised
passes origin HEAD:refs/heads/feature
says 'in api (argocd/shop-api)'
again

# what it does not deploy is nobody's, and what touches nothing is not worth a question
replace web/base/deployment.yaml 'replicas: 3' 'replica: 3'
moved_to https://127.0.0.1:1
silent_pass
echo 'a shop' > README.md
KUBECONFIG=$DIR/away silent_pass
kubectl delete crd/applications.argoproj.io > "$DIR/out"
