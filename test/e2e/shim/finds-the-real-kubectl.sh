. "$LIB"
. "$(dirname "$LIB")/_shim.sh"
mkdir real empty
ln -s "$REAL" real/kubectl

# finds WANTED PATH: which kubectl the shim would become
finds() {
  same "kubectl $1" "$(PATH=$2 KUBECTL_GITOPS_PROBE=1 "$KUBECTL" version --client | grep '^kubectl ')"
}

in_path() {
  mkdir -p "$BIN/links" "$BIN/copies" "$BIN/others" "$BIN/folder/kubectl"
  ln -sf "$KUBECTL" "$BIN/links/kubectl"
  cp "$KUBECTL" "$BIN/copies/kubectl"
  cp "$SHIM" "$BIN/others/kubectl"
  finds "$DIR/real/kubectl" "$BIN:$BIN/links:$BIN/copies:$BIN/others:$BIN/folder:$DIR/empty:$DIR/real:/usr/bin:/bin"
  finds ./real/kubectl "$BIN:real:/usr/bin:/bin"
  (cd real && finds ./kubectl "$BIN::/usr/bin:/bin" && finds ./kubectl "$BIN:")
  PATH=$BIN/links:$BIN:$DIR/real "$KUBECTL" version --client > out
  # called by the name alone, through a link, from a script, with the barest PATH
  PATH=$BIN/links:$BIN:$DIR/real:/usr/bin:/bin sh -c 'kubectl version --client' > out
  grep -q '^Client Version' out
  env -i PATH="$BIN:$DIR/real" "$KUBECTL" version --client > out
  grep -q '^Client Version' out
  (cd "$BIN" && PATH=:$DIR/real kubectl version --client > "$DIR/out")
}

by_name() {
  export KUBECTL_GITOPS_KUBECTL="$DIR/real/kubectl"
  finds "$DIR/real/kubectl" "$BIN:/usr/bin:/bin"
  # the shim itself is never meant
  KUBECTL_GITOPS_KUBECTL=$KUBECTL
  finds "$DIR/real/kubectl" "$BIN:$DIR/real"
  for KUBECTL_GITOPS_KUBECTL in real/kubectl /does/not/exist; do
    code=0
    "$KUBECTL" version --client 2> err || code=$?
    same 127 "$code"
    grep -q "$KUBECTL_GITOPS_KUBECTL" err || fail "$(cat err)"
  done
  unset KUBECTL_GITOPS_KUBECTL
}

# PATH has none: the PATH of the day of the install, also through a link that somebody made to the shim
recorded() {
  echo "relative:$DIR/real" > "$BIN/kubectl.path"
  mkdir -p "$BIN/sudo"
  ln -sf "$KUBECTL" "$BIN/sudo/kubectl"
  finds "$DIR/real/kubectl" "$BIN"
  same "kubectl $DIR/real/kubectl" "$(PATH=$BIN/sudo KUBECTL_GITOPS_PROBE=1 "$BIN/sudo/kubectl" version | grep '^kubectl ')"
  rm "$BIN/kubectl.path"
}

none() {
  for place in /usr/local/bin /usr/bin /opt/homebrew/bin /snap/bin; do
    [ ! -x "$place/kubectl" ] || return 0
  done
  code=0
  PATH=$BIN:$DIR/empty "$KUBECTL" get pods 2> err || code=$?
  same 127 "$code"
  grep -q '^kubectl: command not found: ' err || fail "$(cat err)"
}

# another tool's wrapper that looks for "the first kubectl that is not me" finds the shim, which finds the wrapper...
wrapper() {
  mkdir -p wrapper
  program wrapper/kubectl << 'END'
echo wrapped >> "$ASKED.wrapped"
IFS=:
for dir in $PATH; do
  [ "$dir/kubectl" -ef "$0" ] || [ ! -x "$dir/kubectl" ] || exec "$dir/kubectl" "$@"
done
END
  rm -f "$ASKED.wrapped"
  PATH=$BIN:$DIR/wrapper:$DIR/real:/usr/bin:/bin timeout 20 "$KUBECTL" version --client > out
  grep -q '^Client Version' out
  same wrapped "$(cat "$ASKED.wrapped")"
}

# what the plugin runs during a check is not asked about
within_a_check() {
  program plugins/nested << 'END'
echo asked >> "$ASKED.nested"
# a shim that asks again would do so for ever
[ "$(grep -c asked "$ASKED.nested")" = 1 ] || exit 1
kubectl label --local -f "$MAP" k=v -o name > /dev/null
END
  echo '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}' > map.yaml
  rm -f "$ASKED.nested"
  MAP=$DIR/map.yaml PATH=$BIN:$PATH KUBECTL_GITOPS_PLUGIN=$DIR/plugins/nested "$KUBECTL" label --local -f map.yaml k=v -o name > out
  same asked "$(cat "$ASKED.nested")"
}

# the plugin: beside the shim's real place, through links; else in PATH
plugin() {
  unset KUBECTL_GITOPS_PLUGIN
  mkdir -p "$BIN/package/shim" "$BIN/installed"
  cp "$KUBECTL" "$BIN/package/shim/kubectl"
  program "$BIN/package/kubectl-gitops" < /dev/null
  ln -sf ../package/shim/kubectl "$BIN/installed/kubectl"
  same "plugin $BIN/installed/../package/shim/../kubectl-gitops" \
    "$(PATH=$DIR/real:/usr/bin:/bin KUBECTL_GITOPS_PROBE=1 "$BIN/installed/kubectl" | grep '^plugin ')"
  program plugins/kubectl-gitops < /dev/null
  same "plugin $DIR/plugins/kubectl-gitops" "$(KUBECTL_GITOPS_PROBE=1 "$KUBECTL" | grep '^plugin ')"
  rm plugins/kubectl-gitops
}
for part in in_path by_name recorded none wrapper within_a_check plugin; do in_each_shell "$part"; done
