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
  node -e 'const fs = require("fs"); require("net").createServer((socket) => { socket.on("error", () => {}); fs.writeFileSync("../asked", "") }).listen(0, "127.0.0.1", function () { fs.writeFileSync(process.argv[1], String(this.address().port)) })' "$1" &
  servers="${servers:-} $!"
  trap 'kill $servers' EXIT
  until [ -s "$1" ]; do sleep 0.1; done
}

# interrupted WHEN COMMAND...: Ctrl-C as soon as WHEN holds must end the command at once, and leave nothing behind
interrupted() {
  when=$1
  shift
  mkdir ../tmp
  rm -f ../asked
  TMPDIR=$(cd ../tmp && pwd) "$@" > ../out 2> ../err &
  plugin=$!
  until eval "$when"; do
    kill -0 "$plugin" || fail "it ended by itself: $(cat ../out ../err)"
    sleep 0.1
  done
  kill -INT "$plugin"
  code=0
  wait "$plugin" || code=$?
  [ "$code" = 130 ] || fail "exit $code, not 130: $(cat ../out ../err)"
  [ "$(cat ../err)" = cancelled ] || fail "said: $(cat ../err) ($*)"
  [ ! -s ../out ] || fail "printed: $(cat ../out)"
  rmdir ../tmp || fail "left behind: $(find ../tmp)"
}
