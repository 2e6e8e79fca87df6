. "$LIB"
. "$(dirname "$LIB")/_push.sh"
deployed_shop
uses_npm '{"private": true, "scripts": {"prepare": "husky"}, "devDependencies": {"husky": "9.1.7"}}'
husky
kubectl gitops hook install > "$DIR/out"
grep -q '(husky)' "$DIR/out"
commit
both_ways
