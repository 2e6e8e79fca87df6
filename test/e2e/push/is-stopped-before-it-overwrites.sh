. "$LIB"
. "$(dirname "$LIB")/_push.sh"
shop

kubectl scale deployment/web -n "$NAMESPACE" --replicas=10 > "$DIR/out"
in_cluster > "$DIR/cluster"
replace web/base/deployment.yaml 'replicas: 3' 'replicas: 4'
commit
stopped 'web/base/deployment.yaml:6  Deployment '"$NAMESPACE"'/web .spec.replicas  (OVERWRITES_LIVE)' \
  'your push sets replicas 3→4, but `kubectl scale` set it to 10' \
  'hint: take 10 into git, or give it up: GITOPS_HOOK=warn git push'
# both of what it says are ways on
GITOPS_HOOK=warn passes
says '`kubectl scale` set it to 10'
git push --quiet --force --no-verify origin HEAD~1:main
replace web/base/deployment.yaml 'replicas: 4' 'replicas: 10'
commit
accepted
in_cluster | diff "$DIR/cluster" - || fail 'the cluster changed'

# an editor, on another field of a list
cat > "$DIR/editor" << 'END_OF_FILE'
#!/bin/sh
sed 's/image: nginx:1.27/image: nginx:1.28/' "$1" > "$1.new" && mv "$1.new" "$1"
END_OF_FILE
chmod +x "$DIR/editor"
KUBE_EDITOR=$DIR/editor kubectl edit deployment/web -n "$NAMESPACE" > "$DIR/out" 2>&1
in_cluster > "$DIR/cluster"
replace web/base/deployment.yaml 'nginx:1.27' 'nginx:1.29'
commit
stopped 'web/base/deployment.yaml:15' '.spec.template.spec.containers[name="web"].image' '(OVERWRITES_LIVE)' \
  'your push sets image nginx:1.27→nginx:1.29, but `kubectl edit` set it to nginx:1.28 on ' 'hint: take nginx:1.28 into git'
in_cluster | diff "$DIR/cluster" - || fail 'the cluster changed'
