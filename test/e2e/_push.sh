# For the scripts about pushes: the real plugin between real git, a bare remote and the cluster.
. "$LIB"
. "$(dirname "$LIB")/_hook.sh"
mkdir "$DIR/tmp"
export GIT_TERMINAL_PROMPT=0
context=$(kubectl config current-context)

# shop: a repository with a root of each renderer, pushed and applied, whose every push is asked about
shop() {
  deployed_shop
  gitops install --manager git-hooks > "$DIR/out"
}

deployed_shop() {
  fresh shop
  shop_files
  commit 'the shop opens'
  git push --quiet --set-upstream origin main 2> "$DIR/said" || { cat "$DIR/said"; fail 'no first push'; }
  kubectl gitops apply --yes > "$DIR/out" 2> "$DIR/err" || { cat "$DIR/out" "$DIR/err"; fail 'not applied'; }
}

shop_files() {
  mkdir -p web/base web/prod api/templates jobs
  cat > .gitops.yaml << END_OF_CONFIG
apiVersion: kubectl-gitops/v1
kind: Config
environments:
  - name: prod
    context: $context
    branch: main
    apps:
      - { root: web/prod }
      - { root: api, namespace: $NAMESPACE, helm: { release: api } }
      - { root: jobs, namespace: $NAMESPACE }
END_OF_CONFIG
  cat > web/base/kustomization.yaml << 'END_OF_FILE'
resources:
  - deployment.yaml
  - service.yaml
END_OF_FILE
  cat > web/base/deployment.yaml << 'END_OF_FILE'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
        - name: web
          image: nginx:1.27
END_OF_FILE
  cat > web/base/service.yaml << 'END_OF_FILE'
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector: {app: web}
  ports:
    - port: 80
END_OF_FILE
  cat > web/prod/kustomization.yaml << END_OF_FILE
namespace: $NAMESPACE
resources:
  - ../base
END_OF_FILE
  printf 'apiVersion: v2\nname: api\nversion: 1.0.0\n' > api/Chart.yaml
  printf 'color: green\n' > api/values.yaml
  cat > api/templates/settings.yaml << 'END_OF_FILE'
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-settings
data:
  color: {{ .Values.color }}
END_OF_FILE
  cat > jobs/main.jsonnet << 'END_OF_FILE'
{
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'migrate' },
  spec: {
    suspend: true,
    template: {
      spec: {
        restartPolicy: 'Never',
        containers: [{ name: 'migrate', image: 'migrate:1' }],
      },
    },
  },
}
END_OF_FILE
}

# mine: whatever of the repository a hook could change
mine() {
  git --no-optional-locks status --porcelain=v2 --branch --ignored | grep -v '^# branch\.ab'
  sha256sum < "$(git rev-parse --git-path index)"
  git for-each-ref refs/heads refs/tags refs/stash
  git worktree list
  git rev-parse HEAD
}

# in_cluster: what is there, and which version of it; only the status of workloads moves by itself
in_cluster() {
  kubectl get configmaps,services,secrets,resourcequotas -n "$NAMESPACE" -o 'jsonpath={range .items[*]}{.kind}/{.metadata.name} {.metadata.uid} {.metadata.resourceVersion}{"\n"}{end}'
  kubectl get deployments,jobs -n "$NAMESPACE" -o 'jsonpath={range .items[*]}{.kind}/{.metadata.name} {.metadata.uid} {.metadata.generation}{"\n"}{end}'
}

# pushing ARGS...: git push, whose exit code is in $code, what was said in $DIR/said; it must leave nothing behind
pushing() {
  mine > "$DIR/mine"
  code=0
  TMPDIR=$DIR/tmp git push --quiet "$@" > "$DIR/said" 2>&1 || code=$?
  mine | diff "$DIR/mine" - || { cat "$DIR/said"; fail 'the hook changed the repository'; }
  rmdir "$DIR/tmp" || fail "left behind: $(find "$DIR/tmp")"
  mkdir "$DIR/tmp"
}

remote_refs() {
  git ls-remote "$(git remote get-url origin)"
}

# stopped TEXT... [-- ARGS...]: the push fails, no ref of the remote moves, and every TEXT is said
stopped() {
  remote_refs > "$DIR/refs"
  texts=
  for text; do
    shift
    [ "$text" != -- ] || break
    texts="$texts$text
"
  done
  [ $# -gt 0 ] || set -- origin HEAD:main
  pushing "$@"
  [ "$code" = 1 ] || { cat "$DIR/said"; fail "git push ended with $code, not 1"; }
  remote_refs | diff "$DIR/refs" - || fail 'the remote has moved'
  says 'kubectl gitops stopped this push: '
  printf '%s' "$texts" | while IFS= read -r text; do says "$text"; done
}

# passes [ARGS...]: the push is let through, and the remote has it
passes() {
  [ $# -gt 0 ] || set -- origin HEAD:main
  pushing "$@"
  [ "$code" = 0 ] || { cat "$DIR/said"; fail 'a good push did not go through'; }
}

# accepted [ARGS...]: main is let through, and one line says so
accepted() {
  passes "$@"
  [ "$(git --git-dir "$(git remote get-url origin)" rev-parse main)" = "$(git rev-parse HEAD)" ] || fail 'the remote has not moved'
  [ "$(grep -c 'the API server accepts it' "$DIR/said")" = 1 ] || { cat "$DIR/said"; fail 'not said that it is good'; }
}

says() {
  grep -qF -- "$1" "$DIR/said" || { cat "$DIR/said"; fail "it does not say: $1"; }
}

says_not() {
  ! grep -qF -- "$1" "$DIR/said" || { cat "$DIR/said"; fail "it says: $1"; }
}

# replace FILE OLD NEW: must change something
replace() {
  cp "$1" "$DIR/was"
  sed "s#$2#$3#" "$DIR/was" > "$1"
  ! cmp -s "$DIR/was" "$1" || fail "$1 has no $2"
}

# moved_to URL: the kubeconfig of a server that is there instead, in $DIR/away
moved_to() {
  sed "s#https://127.0.0.1:[0-9]*#$1#" "$KUBECONFIG" > "$DIR/away"
}

# again: back to what the remote has
again() {
  git reset --quiet --hard origin/main
}

# both_ways: what is committed installs a hook; a push with a mistake in each renderer is stopped, one without passes
both_ways() {
  passes
  replace web/base/deployment.yaml 'replicas: 3' 'replica: 3'
  replace api/templates/settings.yaml '{{ .Values.color }}' '{{ .Values.color | nothing }}'
  replace jobs/main.jsonnet 'suspend: true' 'suspend: "true"'
  commit
  stopped 'web/base/deployment.yaml:6  Deployment ' 'hint: write replicas' \
    'api/templates/settings.yaml:6' 'hint: correct it, then run: helm template api' \
    "jobs/main.jsonnet  Job $NAMESPACE/migrate .spec.suspend  (SERVER_REJECTED)" 'hint: write true or false, without quotes' '3 errors'
  again
  replace web/base/deployment.yaml 'replicas: 3' 'replicas: 4'
  replace api/values.yaml green blue
  replace jobs/main.jsonnet 'suspend: true' 'suspend: true, backoffLimit: 1'
  commit
  accepted
  says '3 roots, 4 objects: 3 changed'
}
