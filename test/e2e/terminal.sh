. "$LIB"
repository
# of a day long ago: else its age might change between two runs
GIT_COMMITTER_DATE=2020-02-29T12:00:00Z git commit --quiet --amend --no-edit --date=2020-02-29T12:00:00Z

cat > settings.yaml <<EOF
apiVersion: v1
kind: ConfigMap
metadata: {name: settings-with-a-long-name, namespace: $NAMESPACE}
data: {color: green}
EOF
kubectl apply -f . > /dev/null
kubectl patch configmap settings-with-a-long-name -n "$NAMESPACE" -p '{"data":{"color":"red"}}' > /dev/null
kubectl set image deployment/web web=nginx:1.28 -n "$NAMESPACE" > /dev/null

# colours, and columns that stand below each other
terminal 'kubectl gitops diff 2> ../err'
[ "$code" = 1 ] || fail "exit $code on a terminal: $(cat ../screen)"
[ ! -s ../err ] || fail "said: $(cat ../err)"
grep -q "$escape\[31mred$escape\[39m" ../screen || fail "live is not red: $(cat ../screen)"
grep -q "$escape\[32mgreen$escape\[39m" ../screen || fail "git is not green: $(cat ../screen)"
plain ../screen > ../shown
[ "$(grep -c '  drifted  ' ../shown)" = 2 ] || fail "not two objects: $(cat ../shown)"
[ "$(awk 'match($0, /  drifted  /) { print RSTART }' ../shown | sort -u | wc -l)" = 1 ] || fail "not aligned: $(cat ../shown)"

# the same words without colour
terminal 'NO_COLOR=1 kubectl gitops diff 2> ../err'
if grep -q "$escape" ../screen; then fail "colour in spite of NO_COLOR: $(cat ../screen)"; fi
plain ../screen | diff ../shown - || fail 'NO_COLOR changes more than the colour'
terminal 'TERM=dumb kubectl gitops diff'
if grep -q "$escape" ../screen; then fail "colour on a dumb terminal: $(cat ../screen)"; fi
terminal 'kubectl gitops diff --color=never 2> ../err'
if grep -q "$escape" ../screen; then fail "colour in spite of --color=never: $(cat ../screen)"; fi
terminal 'kubectl gitops diff 2> ../err | cat'
if grep -q "$escape" ../screen; then fail "colour in a pipe: $(cat ../screen)"; fi

# a terminal that does not tell its width cuts nothing away
terminal 'stty cols 0; kubectl gitops diff 2> ../err'
plain ../screen | diff ../shown - || fail 'cut for a terminal of no width'

# data has no colour anywhere, and says the same in every form
terminal 'kubectl gitops diff -o yaml 2> ../err'
if grep -q "$escape" ../screen; then fail "colour in YAML: $(cat ../screen)"; fi
plain ../screen > ../report.yaml
exits 1 kubectl gitops diff -o json
NODE_PATH=$(dirname "$PLUGIN")/../node_modules node -e '
  const read = (file) => require("fs").readFileSync(file, "utf8");
  const yaml = require("yaml").parse(read("../report.yaml"));
  require("assert").deepStrictEqual(yaml, JSON.parse(read("../out")));
  require("assert").strictEqual(yaml.objects.length, 2);
' || fail 'YAML and JSON differ'
