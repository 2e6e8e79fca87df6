. "$LIB"
. "$(dirname "$LIB")/_shim.sh"
cat > map.yaml << END
{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: $NAMESPACE}}
END
program plugins/broken << 'END'
exit 70
END
printf '#!/does/not/exist\n' > plugins/unstartable
chmod +x plugins/unstartable
# leaves on TERM / does not: each one process, known by its number
program plugins/slow << 'END'
echo $$ > "$ASKED.pid"
exec sleep 600
END
program plugins/stuck << 'END'
echo $$ > "$ASKED.pid"
exec node -e 'process.on("SIGTERM", () => {}); setTimeout(() => {}, 600000)'
END

# goes_on PLUGIN WORDS: kubectl does its work, and one line says why nobody asked
goes_on() {
  KUBECTL_GITOPS_PLUGIN=$DIR/plugins/$1 "$KUBECTL" label --local -f map.yaml k=v -o name > out 2> err || fail "exit $?"
  same configmap/a "$(cat out)"
  same 1 "$(grep -c -v 'cannot execute\|not found$\|No such file' err)"
  grep -q "^warning: the guard $2" err || fail "said: $(cat err)"
}

refuses() {
  code=0
  KUBECTL_GITOPS_PLUGIN=$DIR/plugins/$1 "$KUBECTL" label --local -f map.yaml k=v -o name > out 2> err || code=$?
  same 1 "$code"
  same '' "$(cat out)"
  same 1 "$(wc -l < err | tr -d ' ')"
  grep -q '^error: refused: ' err || fail "said: $(cat err)"
}

# nothing is left: no check, no child of this script but what it knows of
nothing_left() {
  ! kill -0 "$(cat "$ASKED.pid")" 2> /dev/null || fail 'the check is still there'
  if ps -eo ppid,args | grep -E '^ *(1|'$$') +sleep (1|3)$'; then fail 'a sleep is left'; fi
}

trouble() {
  goes_on broken 'failed with exit code 70'
  goes_on unstartable 'failed with exit code 12[67]'
  goes_on missing 'is not installed'
  before=$(date +%s)
  goes_on slow 'gave no answer within 3 s'
  nothing_left
  [ $(($(date +%s) - before)) -le 4 ] || fail 'longer than 3 s'
  goes_on stuck 'gave no answer within 3 s'
  nothing_left
  # where it reads standard input, that is untouched and goes to kubectl
  KUBECTL_GITOPS_PLUGIN=$DIR/plugins/broken "$KUBECTL" label --local -f - k=v -o name < map.yaml > out 2> err
  same configmap/a "$(cat out)"
  # a read never comes near it
  KUBECTL_GITOPS_PLUGIN=$DIR/plugins/broken "$KUBECTL" version --client > out 2> err
  same '' "$(cat err)"
}

# no child of kubectl's is left behind either, dead or alive: the shim became kubectl
no_zombie() {
  program editor << 'END'
ps -o ppid=,stat=,args= -e | grep "^ *$PPID " | grep -c -v -e ' ps ' -e editor > "$ASKED.children" || :
END
  kubectl create configmap zombie > /dev/null 2>&1 -n "$NAMESPACE" || :
  KUBE_EDITOR=$DIR/editor KUBECTL_GITOPS_PLUGIN=$DIR/plugins/slow "$KUBECTL" edit configmap zombie -n "$NAMESPACE" > out 2> err
  same 0 "$(cat "$ASKED.children")"
}

on_error_deny() {
  mkdir -p state/kubectl-gitops
  : > state/kubectl-gitops/guard-on-error-deny
  refuses broken
  refuses missing
  KUBECTL_GITOPS_PLUGIN=$DIR/plugins/broken "$KUBECTL" version --client > out 2> err || fail 'a read was refused'
  goes_on_quietly
  rm -r state
}

goes_on_quietly() {
  "$KUBECTL" label --local -f map.yaml k=v -o name > out 2> err
  same configmap/a "$(cat out)"
  same '' "$(cat err)"
}

# a quick answer is not kept waiting: 40 of them take less than one limit
quick() {
  before=$(date +%s)
  i=0
  while [ $i -lt 40 ]; do
    ANSWER=1 "$KUBECTL" delete pod x 2> err && fail 'not denied'
    i=$((i + 1))
  done
  [ $(($(date +%s) - before)) -lt 3 ] || fail 'quick answers are slow'
}
for part in trouble no_zombie on_error_deny quick; do in_each_shell "$part"; done
