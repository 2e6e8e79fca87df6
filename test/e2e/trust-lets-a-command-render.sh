. "$LIB"
. "$(dirname "$LIB")/_push.sh"
export XDG_STATE_HOME="$DIR/state" XDG_CACHE_HOME="$DIR/cache"
marker=$DIR/ran

# gitops_yaml ARGUMENT: what renders the shop
gitops_yaml() {
  cat > .gitops.yaml << END_OF_CONFIG
apiVersion: kubectl-gitops/v1
kind: Config
environments:
  - name: prod
    context: $context
    branch: main
    apps:
      - root: shop
        namespace: $NAMESPACE
        render: { command: [./render.sh, $marker, $1] }
END_OF_CONFIG
}

runs() {
  [ ! -e "$marker" ] || wc -l < "$marker" | tr -d ' '
}

# nothing_ran COMMAND...: the command says that nobody trusts it, and the marker is not there
nothing_ran() {
  rm -f "$marker"
  "$@" > "$DIR/said" 2>&1 || true
  [ ! -e "$marker" ] || fail "it ran: $*"
}

fresh shop
mkdir shop
gitops_yaml green
cat > shop/render.sh << 'END_OF_FILE'
#!/bin/sh
# what it prints is what it was told
echo "$2" >> "$1"
[ -z "${KUBECONFIG-}${GIT_DIR-}${GIT_INDEX_FILE-}${GIT_PREFIX-}" ] || { echo 'it sees too much' >&2; exit 9; }
cat << END
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {color: $2}
---
apiVersion: v1
kind: Secret
metadata: {name: key}
stringData: {a: hunter22}
END
END_OF_FILE
chmod +x shop/render.sh
commit 'a shop'
git push --quiet --set-upstream origin main 2> "$DIR/said" || { cat "$DIR/said"; fail 'no first push'; }
gitops install --manager git-hooks > "$DIR/out"

# untrusted it never runs, whoever asks
for command in diff status render validate 'render --render-only --env prod' 'validate --render-only --base HEAD~1' 'trust --list' trust; do
  # shellcheck disable=SC2086
  nothing_ran kubectl gitops $command
done
nothing_ran kubectl gitops diff
says '(UNTRUSTED_COMMAND)'
says 'hint: look at it, then run: kubectl gitops trust'
kubectl gitops trust --list | grep -qF 'not trusted  ["./render.sh",' || fail 'not listed'
echo '# more' >> shop/render.sh
commit
nothing_ran passes
says 'nobody here trusts yet'

# trusted it renders what is compared, printed and pushed
kubectl gitops trust --yes > "$DIR/out"
kubectl gitops trust --list | grep -q '^trusted ' || fail 'not trusted'
kubectl gitops render > "$DIR/out" 2> "$DIR/err" || { cat "$DIR/err"; fail 'not rendered'; }
[ "$(runs)" = 1 ] || fail "ran $(runs) times"
grep -q 'color: green' "$DIR/out" || fail "$(cat "$DIR/out")"
! grep -q hunter22 "$DIR/out" || fail 'a Secret was printed'
# what is masked is refused, and what is not is taken
! kubectl apply --server-side -f "$DIR/out" > "$DIR/applied" 2>&1 || { cat "$DIR/applied"; fail 'masks were applied'; }
kubectl gitops render --show-secrets | kubectl apply --server-side --field-manager=kubectl-gitops -f - > "$DIR/applied"
kubectl gitops diff --exit-zero > "$DIR/out" 2>&1 || { cat "$DIR/out"; fail 'no diff'; }
echo '# more' >> shop/render.sh
sed -i.bak 's/color: \$2/color: very-$2/' shop/render.sh && rm shop/render.sh.bak
commit
rm "$marker"
accepted
# of both commits, and of those before as far as it takes to tell who changed what is live
[ "$(runs)" -ge 2 ] || fail "ran $(runs) times"

# a push that changes the command is judged by none until somebody has looked at it
gitops_yaml blue
commit
nothing_ran passes
says 'nobody here trusts yet'
says_not '(RENDER_FAILED)'
nothing_ran kubectl gitops diff
says '(UNTRUSTED_COMMAND)'
kubectl gitops trust --yes > "$DIR/out"
kubectl gitops render 2> "$DIR/err" | grep -q 'color: very-blue' || { cat "$DIR/err"; fail 'not rendered'; }
# the old one stays trusted: it is the command of older commits
rm "$marker"
kubectl gitops render --revision HEAD~1 2> "$DIR/err" | grep -q 'color: very-green' || { cat "$DIR/err"; fail 'no older commit'; }

# a repository that was moved is another one
cd "$DIR"
mv shop moved
cd moved
nothing_ran kubectl gitops render
says '(UNTRUSTED_COMMAND)'
cd "$DIR"
mv moved shop
cd shop
kubectl gitops render > "$DIR/out" 2> "$DIR/err" || { cat "$DIR/err"; fail 'not trusted where it was'; }
kubectl gitops trust --revoke > "$DIR/out"
nothing_ran kubectl gitops render
says '(UNTRUSTED_COMMAND)'
