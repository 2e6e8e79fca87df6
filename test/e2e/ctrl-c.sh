. "$LIB"
repository
# a server that accepts and never answers
node -e 'require("net").createServer(() => {}).listen(0, "127.0.0.1", function () { require("fs").writeFileSync("../port", String(this.address().port)) })' &
server=$!
trap 'kill $server' EXIT
while [ ! -s ../port ]; do sleep 0.1; done
cat > ../silent.kubeconfig <<EOF
{apiVersion: v1, kind: Config, current-context: x, contexts: [{name: x, context: {cluster: x}}], clusters: [{name: x, cluster: {server: "http://127.0.0.1:$(cat ../port)"}}]}
EOF
code=0
timeout --signal=INT 2 "$PLUGIN" diff --kubeconfig ../silent.kubeconfig 2> ../err || code=$?
[ "$code" = 124 ] || [ "$code" = 130 ] || fail "exit $code"
grep -q cancelled ../err || fail "said: $(cat ../err)"
