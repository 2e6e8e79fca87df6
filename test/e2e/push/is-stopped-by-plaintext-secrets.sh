. "$LIB"
. "$(dirname "$LIB")/_push.sh"
shop
in_cluster > "$DIR/cluster"
hides() {
  for value in hunter2 aHVudGVyMg opensesame; do says_not "$value"; done
}
cat > web/base/login.yaml << 'END_OF_FILE'
apiVersion: v1
kind: Secret
metadata:
  name: login
stringData:
  user: opensesame
  password: hunter2
END_OF_FILE
echo '  - login.yaml' >> web/base/kustomization.yaml
commit 'a login'
bad=$(git rev-parse --short=7 HEAD)
stopped 'web/base/login.yaml:6  Secret ' '.stringData.user' '(PLAINTEXT_SECRET)' 'everybody who reads the repository can read user and 1 more' \
  'hint: seal it (SealedSecret, SOPS) or refer to it (ExternalSecret)'
hides

# taken out again by a later commit, history keeps it: also on a branch that nothing deploys
git rm --quiet web/base/login.yaml
replace web/base/kustomization.yaml '  - login.yaml' ''
commit 'no login'
for branch in main feature; do
  stopped '(PLAINTEXT_SECRET)' "commit $bad has it, whatever comes after" "hint: take it out of that commit before you push: git rebase -i $bad~" -- origin "HEAD:refs/heads/$branch"
  hides
done
git rebase --quiet --onto "$bad~" main main 2> "$DIR/out" || { cat "$DIR/out"; fail 'no rebase'; }

# what a chart makes of a value, and one that the server refuses and would repeat
cat > api/templates/login.yaml << 'END_OF_FILE'
apiVersion: v1
kind: Secret
metadata:
  name: {{ .Release.Name }}-login
data:
  password: {{ .Values.password }}
END_OF_FILE
echo 'password: hunter2!' >> api/values.yaml
commit
stopped 'api/' '(PLAINTEXT_SECRET)' 'can read password' '(SERVER_REJECTED)'
hides
in_cluster | diff "$DIR/cluster" - || fail 'the cluster changed'
