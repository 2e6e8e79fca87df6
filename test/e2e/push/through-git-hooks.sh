. "$LIB"
. "$(dirname "$LIB")/_push.sh"
deployed_shop
kubectl gitops hook install --manager git-hooks > "$DIR/out"
both_ways
