. "$LIB"
. "$(dirname "$LIB")/_push.sh"
shop
in_cluster > "$DIR/cluster"

# a field that its kind has not, in the file of the base
replace web/base/deployment.yaml 'replicas: 3' 'replica: 3'
commit
stopped 'web/base/deployment.yaml:6  Deployment '"$NAMESPACE"'/web .spec.replica  (UNKNOWN_FIELD)' 'hint: write replicas'
# what was said does mend it
replace web/base/deployment.yaml 'replica: 3' 'replicas: 4'
commit
accepted

# a type, a value and a quantity that the field does not take
replace web/base/service.yaml 'port: 80' 'port: eighty'
commit
stopped 'web/base/service.yaml:8  Service ' '.port  (SERVER_REJECTED)' 'expected numeric' 'hint: write a number, without quotes'
again
replace web/base/service.yaml 'port: 80' 'port: 80000'
commit
stopped 'web/base/service.yaml:8  Service ' '.port  (SERVER_REJECTED)' 'must be between 1 and 65535' \
  'hint: see what it takes: kubectl explain service.spec.ports.port'
kubectl explain service.spec.ports.port > "$DIR/out"
again
printf '          resources:\n            limits:\n              memory: 128Mb\n' >> web/base/deployment.yaml
commit
stopped 'web/base/deployment.yaml:18  Deployment ' '.resources.limits.memory  (SERVER_REJECTED)' \
  'quantities must match' 'hint: write a quantity, such as 2, 250m or 128Mi'
again

# a field that cannot be changed any more; what jsonnet computes has no line
replace jobs/main.jsonnet 'migrate:1' 'migrate:2'
commit
stopped "jobs/main.jsonnet  Job $NAMESPACE/migrate .spec.template.spec  (IMMUTABLE_FIELD)" 'spec.template.spec: Invalid value: {…}: field is immutable' \
  'hint: give it another name, or delete the live object'
again
replace web/base/deployment.yaml 'matchLabels: {app: web}' 'matchLabels: {app: wob}'
replace web/base/deployment.yaml 'labels: {app: web}' 'labels: {app: wob}'
commit
stopped 'web/base/deployment.yaml:7  Deployment ' '.spec.selector  (IMMUTABLE_FIELD)' 'hint: give it another name'
again

# a namespace and a kind that neither the cluster nor git has
mkdir more
echo 'resources: [extra.yaml]' > more/kustomization.yaml
cat > more/extra.yaml << END_OF_FILE
apiVersion: v1
kind: ConfigMap
metadata:
  name: lost
  namespace: $NAMESPACE-typo
---
apiVersion: example.com/v1
kind: Widgit
metadata:
  name: small
END_OF_FILE
replace .gitops.yaml '- { root: web/prod }' '- { root: more }\n      &'
commit
stopped 'more/extra.yaml:' '(NO_SUCH_NAMESPACE)' "the cluster has no namespace $NAMESPACE-typo" \
  'hint: declare the Namespace in git, or correct the name' '(NO_SUCH_KIND)' 'Widgit' 'hint: '
again

in_cluster | diff "$DIR/cluster" - || fail 'the cluster changed'
