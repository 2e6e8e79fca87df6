. "$LIB"
. "$(dirname "$LIB")/_shim.sh"
newline='
'
cat > map.yaml << END
{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: $NAMESPACE}}
END

arguments() {
  set -- argv 'a  b' "it's" '"' '*' '$HOME' '\n' "two${newline}lines${newline}" '' - -- --dry-run=client 'ä' "$(printf 'tab\there')"
  same "$("$REAL" "$@")" "$("$KUBECTL" "$@")"
  # of a write, the plugin and kubectl are told the same
  value="a  b*?[x]\$HOME\\${newline}'\"ä"
  "$KUBECTL" annotate --local -f map.yaml "k=$value" -o json > shimmed
  "$REAL" annotate --local -f map.yaml "k=$value" -o json > real
  cmp real shimmed
  same "[guard][check][--][annotate][--local][-f][map.yaml][k=$value][-o][json]" "$(cat "$ASKED")"
}

standard_input() {
  head -c 200000 /dev/urandom > bytes
  program plugins/kubectl-pass << 'END'
exec cat
END
  "$KUBECTL" pass < bytes | cmp - bytes
  # a check leaves it alone, even one that tries to read
  program plugins/greedy << 'END'
cat > "$ASKED.greedy"
END
  KUBECTL_GITOPS_PLUGIN=$DIR/plugins/greedy "$KUBECTL" label --local -f map.yaml k=v -o name < bytes > /dev/null
  [ ! -s "$ASKED.greedy" ] || fail 'the check read standard input'
  # what reads it is run by the plugin, with every byte
  "$KUBECTL" apply -f - < bytes
  same '[guard][run][--][apply][-f][-]' "$(cat "$ASKED")"
  cmp bytes "$ASKED.stdin"
}

exit_codes() {
  program plugins/kubectl-seven << 'END'
exit 7
END
  exits_with 7 "$KUBECTL" seven
  exits_with 1 "$KUBECTL" get nothing.like.this
  exits_with 0 "$KUBECTL" version --client
  exits_with 1 "$KUBECTL" label --local -f missing.yaml k=v
  ANSWER=1 exits_with 1 "$KUBECTL" label --local -f map.yaml k=v
  same '' "$(cat out)"
}

exits_with() {
  wanted=$1
  shift
  code=0
  "$@" > out 2> err || code=$?
  same "$wanted" "$code"
}

# nobody's variables are the shim's: what kubectl gets is what the caller had
environment() {
  program plugins/kubectl-environment << 'END'
env | grep -v -e '^_=' -e '^PWD=' -e '^OLDPWD=' -e '^SHLVL=' | sort
END
  for command in environment 'environment --context x'; do
    # shellcheck disable=SC2086
    verb=1 flag=2 real=3 self=4 dir=5 code=6 word=7 path=8 "$REAL" $command > real
    # shellcheck disable=SC2086
    verb=1 flag=2 real=3 self=4 dir=5 code=6 word=7 path=8 "$KUBECTL" $command > shimmed
    diff real shimmed
  done
}

completion() {
  rm -f "$ASKED"
  for words in 'edit de' 'delete --d' 'get po'; do
    # shellcheck disable=SC2086
    same "$("$REAL" __complete $words 2> /dev/null)" "$("$KUBECTL" __complete $words 2> /dev/null)"
  done
  [ ! -e "$ASKED" ] || fail 'completion was asked about'
}
for part in arguments standard_input exit_codes environment completion; do in_each_shell "$part"; done
