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

# silent FILE: a server that accepts, never answers, and leaves a file ../asked once it was asked; its port is in FILE
silent() {
  rm -f "$1"
  node -e 'const fs = require("fs"); require("net").createServer((socket) => { socket.on("error", () => {}); fs.writeFileSync("../asked", "") }).listen(0, "127.0.0.1", function () { fs.writeFileSync(process.argv[1], String(this.address().port)) })' "$1" &
  servers="${servers:-} $!"
  trap 'kill $servers' EXIT
  until [ -s "$1" ]; do sleep 0.1; done
}

# interrupted WHEN COMMAND...: Ctrl-C as soon as WHEN holds must end the command at once, and leave nothing behind; with
# $twice it is asked again a moment later, and then need not even say so
interrupted() {
  when=$1
  shift
  mkdir ../tmp
  rm -f ../asked
  TMPDIR=$PWD/../tmp "$@" > ../out 2> ../err &
  plugin=$!
  until eval "$when"; do
    kill -0 "$plugin" || fail "it ended by itself: $(cat ../out ../err)"
    sleep 0.1
  done
  kill -INT "$plugin"
  [ -z "${twice:-}" ] || { sleep 1; kill -INT "$plugin"; }
  code=0
  wait "$plugin" || code=$?
  [ "$code" = 130 ] || fail "exit $code, not 130: $(cat ../out ../err)"
  [ "$(cat ../err)" = "$([ -n "${twice:-}" ] || echo cancelled)" ] || fail "said: $(cat ../err)"
  [ ! -s ../out ] || fail "printed: $(cat ../out)"
  rmdir ../tmp || fail "left behind: $(find ../tmp)"
}

escape=$(printf '\033')

# terminal COMMAND: runs it on a terminal of 80 columns; what appears there is in ../screen, and its exit code counts
terminal() {
  code=0
  TERM=xterm script --quiet --return --command "stty cols 80; $1" /dev/null < /dev/null > ../screen || code=$?
}

# plain FILE: without colours and carriage returns
plain() {
  sed "s/$escape\[[0-9;]*m//g" "$1" | tr -d '\r'
}

# silent_webhook SECONDS: the API server waits that long for a webhook when Deployments change, then goes on without
silent_webhook() {
  silent ../port
  kubectl apply -f - > /dev/null <<EOF
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: $NAMESPACE}
webhooks:
  - name: silent.example.com
    clientConfig: {url: "https://127.0.0.1:$(cat ../port)/"}
    rules: [{apiGroups: [apps], apiVersions: [v1], operations: ['*'], resources: [deployments]}]
    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: $NAMESPACE}}
    timeoutSeconds: $1
    failurePolicy: Ignore
    sideEffects: None
    admissionReviewVersions: [v1]
EOF
  # it counts once the API server asks it
  rm -f ../asked
  until [ -e ../asked ]; do
    kubectl label deployment web a=b --dry-run=server --request-timeout=1s -n "$NAMESPACE" > /dev/null 2>&1 || true
  done
}
