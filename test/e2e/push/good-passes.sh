. "$LIB"
. "$(dirname "$LIB")/_push.sh"
shop
in_cluster > "$DIR/cluster"
for object in Deployment/web Service/web ConfigMap/api-settings Job/migrate; do
  grep -q "^$object " "$DIR/cluster" || { cat "$DIR/cluster"; fail "$object was not applied"; }
done

# a root of each renderer changes
replace web/base/deployment.yaml 'replicas: 3' 'replicas: 4'
replace api/values.yaml green blue
replace jobs/main.jsonnet 'suspend: true' 'suspend: true, backoffLimit: 1'
printf 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: new\ndata: {a: b}\n' > web/base/new.yaml
echo '  - new.yaml' >> web/base/kustomization.yaml
commit
accepted
[ "$(wc -l < "$DIR/said")" = 1 ] || { cat "$DIR/said"; fail 'more than a line'; }
says 'gitops: 3 roots, 5 objects: 3 changed, 1 new: the API server accepts it'

# none of it has been applied by being asked about
in_cluster | diff "$DIR/cluster" - || fail 'the cluster changed'
