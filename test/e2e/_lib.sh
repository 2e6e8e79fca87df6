# Shared by the scripts: a small repository, and words to say what should be.
repository() {
  git init --quiet --initial-branch=main repo
  cd repo
  git config user.name Ada
  git config user.email ada@example.com
  cat > web.yaml <<EOF
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: $NAMESPACE}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: "nginx:1.27"}]
EOF
  git add .
  git commit --quiet --message first
}

fail() {
  echo "not as it should be: $*" >&2
  exit 1
}

# exits CODE COMMAND...: runs the command and insists on its exit code; what it printed is in ./out and ./err
exits() {
  wanted=$1
  shift
  code=0
  "$@" > ../out 2> ../err || code=$?
  [ "$code" = "$wanted" ] || { cat ../out ../err; fail "exit $code, not $wanted: $*"; }
}
