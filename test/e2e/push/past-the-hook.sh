. "$LIB"
. "$(dirname "$LIB")/_push.sh"
shop
replace web/base/deployment.yaml 'replicas: 3' 'replica: 3'
commit
good=$(git rev-parse origin/main)
back() { git push --quiet --force --no-verify origin "$good:main"; }
silently() {
  [ ! -s "$DIR/said" ] || { cat "$DIR/said"; fail 'something was said'; }
  back
}
stopped 'web/base/deployment.yaml:6' 'or push it as it is, this once: GITOPS_HOOK=warn git push'

# as the message says
GITOPS_HOOK=warn passes
says 'web/base/deployment.yaml:6'
says 'hint: write replicas'
says 'gitops: let through with 1 warning'
back

passes --no-verify origin HEAD:main
silently
GITOPS_HOOK=off passes
silently
git config gitops.prePush off
passes
silently
# who is more precise has the last word
GITOPS_HOOK=block stopped 'web/base/deployment.yaml:6'
git config gitops.prePush warn
passes
says 'gitops: let through with 1 warning'
back
git config --unset gitops.prePush
GITOPS_HOOK=maybe stopped 'GITOPS_HOOK is "maybe"' 'hint: write off, warn or block'
stopped 'web/base/deployment.yaml:6'
