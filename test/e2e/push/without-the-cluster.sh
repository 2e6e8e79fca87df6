. "$LIB"
. "$(dirname "$LIB")/_push.sh"
shop

# nobody there: one line and what to do about it, and the push goes through
replace web/base/deployment.yaml 'replicas: 3' 'replicas: 4'
commit
moved_to https://127.0.0.1:1
KUBECONFIG=$DIR/away passes
[ "$(grep -c '^warning' "$DIR/said")" = 1 ] || { cat "$DIR/said"; fail 'not one warning'; }
[ "$(wc -l < "$DIR/said")" = 3 ] || { cat "$DIR/said"; fail 'more than the warning, its hint and the verdict'; }
says 'warning  prod was not asked about 1 object: the API server https://127.0.0.1:1 refused'
says '(UNREACHABLE)'
says 'gitops: let through with 1 warning'
git push --quiet --force --no-verify origin HEAD~1:main

# what git alone tells, and what the server published when it could be reached, still stops
accepted
replace web/base/deployment.yaml 'replicas: 4' 'replica: 4'
replace api/templates/settings.yaml '{{ .Values.color }}' '{{ .Values.color | nothing }}'
commit
sed 's#server: #proxy-url: "http://127.0.0.1:1", &#' "$KUBECONFIG" > "$DIR/away"
KUBECONFIG=$DIR/away stopped 'api/templates/settings.yaml:6' 'web/base/deployment.yaml:6  Deployment ' '(UNKNOWN_FIELD)' \
  'hint: write replicas' '(UNREACHABLE)'
again

# one that never answers: until the deadline
printf 'prePush: {timeout: 2s}\n' >> .gitops.yaml
replace web/base/deployment.yaml 'replicas: 4' 'replicas: 5'
commit
silent "$DIR/port"
moved_to "https://127.0.0.1:$(cat "$DIR/port")"
KUBECONFIG=$DIR/away passes
says '(TIMEOUT)'
says 'within 2 s'

# a team may want it otherwise
printf 'prePush: {timeout: 2s, unreachable: block}\n' > "$DIR/settings"
sed '/^prePush/d' .gitops.yaml > "$DIR/config"
cat "$DIR/config" "$DIR/settings" > .gitops.yaml
replace web/base/deployment.yaml 'replicas: 5' 'replicas: 6'
commit
moved_to https://127.0.0.1:1
KUBECONFIG=$DIR/away stopped 'error  prod was not asked about 1 object'
accepted
