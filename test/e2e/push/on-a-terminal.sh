. "$LIB"
. "$(dirname "$LIB")/_push.sh"
shop
replace web/base/deployment.yaml 'replicas: 3' 'replica: 3'
replace jobs/main.jsonnet 'migrate:1' 'migrate:2'
commit
remote_refs > "$DIR/refs"

# screen COLUMNS: a push on a terminal of that many; what stays on it is in $DIR/shown
screen() {
  code=0
  TERM=xterm script --quiet --return --command "stty cols $1; git push --quiet origin HEAD:main" /dev/null < /dev/null > "$DIR/screen" || code=$?
  [ "$code" = 1 ] || { cat -v "$DIR/screen"; fail "git push ended with $code on a terminal"; }
  remote_refs | diff "$DIR/refs" - || fail 'the remote has moved'
  # each line as it is after the last time that it was taken back
  sed "s/.*$escape\[2K//; s/$escape\[[0-9;]*m//g" "$DIR/screen" | tr -d '\r' > "$DIR/shown"
}
widest() { awk '{ if (length($0) > most) most = length($0) } END { print most }' "$DIR/shown"; }
shows() {
  grep -qxF -- "$1" "$DIR/shown" || { cat "$DIR/shown"; fail "it does not show: $1"; }
}

screen 100
[ "$(widest)" -le 100 ] || { cat "$DIR/shown"; fail 'wider than the terminal'; }
shows "error  jobs/main.jsonnet  Job $NAMESPACE/migrate .spec.template.spec  (IMMUTABLE_FIELD)"
shows '  Job.batch "migrate" is invalid: spec.template.spec: Invalid value: {…}: field is immutable'
shows "error  web/base/deployment.yaml:6  Deployment $NAMESPACE/web .spec.replica  (UNKNOWN_FIELD)"
shows '  hint: write replicas'
shows '  in web/prod'
shows '  correct it and push again, or push it as it is, this once: GITOPS_HOOK=warn git push'
# red for whoever only glances, and progress that is gone in the end
grep -q "$escape\[31m.*stopped this push: 2 errors" "$DIR/screen" || { cat -v "$DIR/screen"; fail 'not red'; }
grep -q "kubectl gitops: .*…" "$DIR/screen" || { cat -v "$DIR/screen"; fail 'no progress'; }
if grep -q '^kubectl gitops: ' "$DIR/shown"; then fail 'the progress stayed'; fi
cp "$DIR/shown" "$DIR/wide"

# a narrow one wraps between words, and loses none of them
screen 60
[ "$(widest)" -le 60 ] || { cat "$DIR/shown"; fail 'wider than the terminal'; }
words() { sed 's/([0-9.]* s)//' "$1" | tr -s ' \n' '\n\n' | sort; }
words "$DIR/wide" > "$DIR/words"
words "$DIR/shown" | diff "$DIR/words" - || { cat "$DIR/shown"; fail 'narrow and wide say different things'; }

# the same without colour; git itself has its own
export NO_COLOR=1
screen 100
if grep -v 'failed to push' "$DIR/screen" | grep -q "$escape\[3[0-9]m"; then cat -v "$DIR/screen"; fail 'colour in spite of NO_COLOR'; fi
