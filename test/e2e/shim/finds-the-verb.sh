. "$LIB"
. "$(dirname "$LIB")/_shim.sh"
# refused whenever asked, so nothing is ever written; reads fail in kubectl itself, which is as good
export ANSWER=1 KUBECONFIG=/dev/null

# asked yes|no|run ARGS: what becomes of that command line
asked() {
  wanted=$1
  shift
  rm -f "$ASKED"
  code=0
  echo bytes | "$KUBECTL" "$@" > out 2> err || code=$?
  got=no
  if [ -e "$ASKED" ]; then
    got=yes
    [ "$(cat "$ASKED")" != '[guard][check][--][version]' ] || got=run
    [ "$code" = 1 ] || [ "$got" = run ] || fail "exit $code: $*"
  fi
  same "$wanted: $*" "$got: $*"
}

verbs() {
  for verb in edit apply patch set scale delete replace create label annotate autoscale expose run taint cordon uncordon drain; do
    asked yes "$verb" x
  done
  for verb in restart undo pause resume; do asked yes rollout "$verb" deployment/web; done
  asked yes rollout -n x restart deployment/web
  asked no rollout status deployment/web
  asked no rollout -n restart status deployment/web
  asked no rollout
  for verb in get logs describe exec wait diff top cp options argv; do asked no "$verb" edit; done
  asked no
  asked no ''
  asked no help edit
  asked no __complete edit ''
  asked yes auth -n x reconcile -f roles.yaml
  asked no auth can-i create pods
  asked no auth whoami
  asked no auth
  asked no create token web
  asked yes create -f token
  asked yes create --edit deployment token --image x
  asked no apply view-last-applied deployment/web
  asked yes apply set-last-applied -f x
}

flags_before() {
  for flags in '-n x' -nx -n=x --namespace=x '--namespace x' '--context x' '-v 6' -v6 '-s https://x' --server=https://x \
    '--as-group a --as-group b' '--as a' '--as-uid 1' '--user edit' '--kubeconfig get' '--token get' '--cache-dir get' \
    '--request-timeout 1s' '--tls-server-name get' '--kuberc off' '--profile none' '--vmodule a=1' \
    --insecure-skip-tls-verify --insecure_skip_tls_verify --warnings-as-errors --match-server-version --disable-compression \
    '-f get' '--replicas 3' -; do
    # shellcheck disable=SC2086
    asked yes $flags edit deployment/web
  done
  asked no -n edit get pods
  asked no --context delete get pods
  asked no --unknown edit get pods
  asked no -- edit x
  asked no -h edit
}

harmless() {
  for flag in --dry-run --dry-run=client --dry-run=server -h --help; do
    asked no delete pod x "$flag"
    asked no apply --server-side "$flag" -f x
  done
  asked yes delete pod x --dry-run=none
  asked yes delete pod x --dry-run=server --dry-run=none
  asked yes delete pod x --dry-run=false
  asked yes scale deployment/web --replicas=3 --field-manager --dry-run=server
  asked yes run web --image=x -- cmd --dry-run=server --help
}

ways_to_run() {
  for file in '-f -' -f- -f=- '--filename -' --filename=- -f/dev/stdin '-f /dev/stdin' '-Rf -' -Rf- '-f a.yaml,-' '-f a -f -'; do
    # shellcheck disable=SC2086
    asked run apply $file
  done
  asked run -f - apply
  asked run edit deployment/web --break-glass
  asked run edit deployment/web --break-glass=reason
  asked run delete pod x --dry-run=server --break-glass=reason
  asked no apply --dry-run=server -f -
  asked yes apply -f ./-
  asked yes run web --image=x -- cmd -f - --break-glass=x
}
in_each_shell verbs
in_each_shell flags_before
in_each_shell harmless
in_each_shell ways_to_run
