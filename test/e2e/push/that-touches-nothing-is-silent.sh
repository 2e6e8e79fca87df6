. "$LIB"
. "$(dirname "$LIB")/_push.sh"
shop
silent_pass() {
  commit
  passes
  [ ! -s "$DIR/said" ] || { cat "$DIR/said"; fail 'something was said'; }
}
echo 'a shop' > README.md
silent_pass
# beside the roots, and of a kind that no root reads
mkdir other
cp web/base/deployment.yaml other
silent_pass
# nothing to push at all
passes
[ ! -s "$DIR/said" ] || { cat "$DIR/said"; fail 'something was said'; }
