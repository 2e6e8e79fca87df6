. "$LIB"
repository
silent ../port
mkdir remote ../tmp
echo "resources: ['http://127.0.0.1:$(cat ../port)/web.yaml']" > remote/kustomization.yaml
git add .
git commit --quiet --message remote

# the key reaches whatever runs on the terminal: kubectl, which has become the plugin, and the kustomize that it waits for
export TMPDIR="$PWD/../tmp"
code=0
{
  until [ -e ../asked ]; do sleep 0.1; done
  sleep 1
  printf '\003'
} | script --quiet --return --command 'kubectl gitops diff --revision HEAD ./remote > ../out' /dev/null > ../screen || code=$?
[ "$code" = 130 ] || fail "exit $code, not 130: $(cat -v ../screen)"
[ "$(tail -c 16 ../screen)" = "$(printf '\r\033[2Kcancelled\r\n')" ] || fail "shown: $(cat -v ../screen)"
[ ! -s ../out ] || fail "printed: $(cat ../out)"
rmdir ../tmp || fail "left behind: $(find ../tmp)"
