. "$LIB"
. "$(dirname "$LIB")/_push.sh"
shop
policy() { kubectl "$1" validatingadmissionpolicy,validatingadmissionpolicybinding "$NAMESPACE" --ignore-not-found > /dev/null; }
trap 'policy delete' EXIT
kubectl apply -f - > /dev/null << END_OF_FILE
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: $NAMESPACE}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: ['*'], resources: [deployments]}]
  validations:
    - expression: "object.spec.replicas <= 5"
      message: "no more than 5 replicas here"
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: $NAMESPACE}
spec:
  policyName: $NAMESPACE
  validationActions: [Deny]
  matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: $NAMESPACE}}}
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: few, namespace: $NAMESPACE}
spec: {hard: {services: "1"}}
END_OF_FILE
kubectl label namespace "$NAMESPACE" pod-security.kubernetes.io/enforce=baseline > /dev/null
# they count once the API server says so
refuses() {
  for _ in $(seq 100); do
    if ! "$@" > /dev/null 2>&1; then return; fi
    sleep 0.2
  done
  fail "not refused: $*"
}
refuses kubectl patch deployment/web -n "$NAMESPACE" -p '{"spec":{"replicas":6}}' --dry-run=server
refuses kubectl create service clusterip second --tcp=80 -n "$NAMESPACE" --dry-run=server
in_cluster > "$DIR/cluster"

replace web/base/deployment.yaml 'replicas: 3' 'replicas: 6'
sed 's/name: web/name: second/' web/base/service.yaml > web/base/second.yaml
cat > web/base/pod.yaml << 'END_OF_FILE'
apiVersion: v1
kind: Pod
metadata:
  name: debug
spec:
  hostNetwork: true
  containers:
    - name: debug
      image: busybox
END_OF_FILE
printf '  - second.yaml\n  - pod.yaml\n' >> web/base/kustomization.yaml
commit
stopped 'web/base/deployment.yaml:1  Deployment '"$NAMESPACE"'/web' 'no more than 5 replicas here' \
  'web/base/second.yaml:1  Service ' 'exceeded quota: few' \
  'web/base/pod.yaml:1  Pod ' 'violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true' '3 errors'
# who mends the policy may push at once
again
replace web/base/deployment.yaml 'replicas: 3' 'replicas: 6'
commit
policy delete
kubectl label namespace "$NAMESPACE" pod-security.kubernetes.io/enforce- > /dev/null
until kubectl patch deployment/web -n "$NAMESPACE" -p '{"spec":{"replicas":6}}' --dry-run=server > /dev/null 2>&1; do sleep 0.2; done
accepted
in_cluster | diff "$DIR/cluster" - || fail 'the cluster changed'
