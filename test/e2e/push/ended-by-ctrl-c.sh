. "$LIB"
. "$(dirname "$LIB")/_push.sh"
shop
in_cluster > "$DIR/cluster"
replace web/base/deployment.yaml 'replicas: 3' 'replicas: 4'
commit
silent "$DIR/port"
moved_to "https://127.0.0.1:$(cat "$DIR/port")"
remote_refs > "$DIR/refs"
mine > "$DIR/mine"

# left: processes that have this kubeconfig in their environment
left() { grep -lzs "^KUBECONFIG=$DIR/away$" /proc/[0-9]*/environ || true; }

# the key reaches git and whatever it waits for; the API server has been asked, and does not answer
rm -f "$DIR/asked"
code=0
{
  until [ -e "$DIR/asked" ]; do sleep 0.1; done
  sleep 0.5
  left > "$DIR/during"
  printf '\003'
} | TERM=xterm TMPDIR=$DIR/tmp KUBECONFIG=$DIR/away script --quiet --return --command 'git push --quiet origin HEAD:main' /dev/null > "$DIR/screen" || code=$?
[ "$code" != 0 ] || { cat -v "$DIR/screen"; fail 'the push went through'; }
remote_refs | diff "$DIR/refs" - || fail 'the remote has moved'
mine | diff "$DIR/mine" - || fail 'the hook changed the repository'

# nothing is left: no file, no process
[ -s "$DIR/during" ] || fail 'nothing was running'
rmdir "$DIR/tmp" || fail "left behind: $(find "$DIR/tmp")"
mkdir "$DIR/tmp"
for _ in $(seq 50); do
  [ -n "$(left)" ] || break
  sleep 0.1
done
[ -z "$(left)" ] || fail "still running: $(for file in $(left); do tr '\0' ' ' < "$(dirname "$file")/cmdline"; done)"

# and the next push is none the worse
accepted
in_cluster | diff "$DIR/cluster" - || fail 'the cluster changed'
