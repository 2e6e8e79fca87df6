. "$LIB"
. "$(dirname "$LIB")/_push.sh"
shop
in_cluster > "$DIR/cluster"

# a resource that was not added
rm web/base/service.yaml
commit
stopped 'web/base/kustomization.yaml:3' '(RENDER_FAILED)' 'service.yaml' 'hint: '
again

# a template, and a value that a template needs
replace api/templates/settings.yaml '{{ .Values.color }}' '{{ .Values.color | nothing }}'
commit
stopped 'api/templates/settings.yaml:6' '(RENDER_FAILED)' 'function "nothing" not defined'
again
replace api/templates/settings.yaml '{{ .Values.color }}' '{{ required "which color?" .Values.colour }}'
commit
stopped 'api/templates/settings.yaml:6' '(RENDER_FAILED)' 'which color?'
again

# jsonnet
replace jobs/main.jsonnet "suspend: true," 'suspend: yes,'
commit
stopped 'jobs/main.jsonnet:6' '(RENDER_FAILED)' 'Unknown variable: yes'
again
# of what it gives, the file is known
replace jobs/main.jsonnet "metadata: { name: 'migrate' }" "metadata: {}"
commit
stopped 'error  jobs/main.jsonnet  (RENDER_FAILED)' 'jobs/main.jsonnet (Job) has no metadata.name'
again
printf '"migrate"\n' > jobs/main.jsonnet
commit
stopped 'error  jobs/main.jsonnet  (RENDER_FAILED)' 'gives "migrate", which is no object'
again

in_cluster | diff "$DIR/cluster" - || fail 'the cluster changed'
