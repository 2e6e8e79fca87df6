# For the scripts about the shim: one copy of it per shell that is there, and plugins in every state.
REAL=$(command -v kubectl)
SHIM=$(dirname "$PLUGIN")/shim/kubectl
DIR=$PWD
# where nothing is said about the guard but what a script says
export XDG_STATE_HOME="$DIR/state"
unset KUBECTL_GITOPS_PLUGIN KUBECTL_GITOPS_KUBECTL KUBECTL_GITOPS_SHIM KUBECTL_GITOPS_PROBE KUBECTL_GITOPS_SHIM_TRAIL

trap '[ $? = 0 ] || echo "in ${shell-}" >&2' EXIT

# in_each_shell COMMAND: runs it with $KUBECTL, a copy of the shim for that shell, in $BIN
in_each_shell() {
  for shell in dash bash busybox; do
    found=$(command -v "$shell") || continue
    [ "$shell" != busybox ] || found="$found sh"
    BIN=$DIR/shim-$shell
    KUBECTL=$BIN/kubectl
    mkdir -p "$BIN"
    { echo "#!$found"; tail -n +2 "$SHIM"; } > "$KUBECTL"
    chmod +x "$KUBECTL"
    # plainly: within an || or an if, set -e would not hold
    "$1"
  done
}

# program FILE: makes it of standard input
program() {
  mkdir -p "$(dirname "$1")"
  { echo '#!/bin/sh'; cat; } > "$1"
  chmod +x "$1"
}

# each argument in brackets, by way of the real kubectl: kubectl argv ...
program "$DIR/plugins/kubectl-argv" << 'END'
for word do printf '[%s]' "$word"; done
END
# answers as told in $ANSWER, and keeps what it was asked
program "$DIR/plugins/asked" << 'END'
for word do printf '[%s]' "$word"; done > "$ASKED"
[ "$2" != run ] || cat > "$ASKED.stdin"
exit "$ANSWER"
END
export ASKED="$DIR/asked" ANSWER=0
export KUBECTL_GITOPS_PLUGIN="$DIR/plugins/asked"
PATH=$DIR/plugins:$PATH

# same WANTED GOT
same() {
  [ "$1" = "$2" ] || fail "not $1 but $2"
}
