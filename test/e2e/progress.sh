. "$LIB"
repository
kubectl apply -f web.yaml > /dev/null
kubectl set image deployment/web web=nginx:1.28 -n "$NAMESPACE" > /dev/null
silent_webhook 2

# one line that says what is waited for, and that is gone in the end
erase=$(printf '\r\033[2K')
terminal 'kubectl gitops diff > ../out'
[ "$code" = 1 ] || fail "exit $code: $(cat ../screen ../out)"
grep -qF "${erase}asking the server: 0 of 1 objects…" ../screen || fail "no progress: $(cat -v ../screen)"
[ "$(wc -l < ../screen)" = 0 ] || fail "more than a line: $(cat -v ../screen)"
[ "$(tail -c 5 ../screen)" = "$erase" ] || fail "not taken back: $(cat -v ../screen)"
grep -q 'nginx:1.28' ../out || fail "no report: $(cat ../out)"

# neither where nobody looks nor where nobody wants it, nor where it could not be taken back
exits 1 kubectl gitops diff
[ ! -s ../err ] || fail "progress in a pipe: $(cat -v ../err)"
terminal 'kubectl gitops diff --quiet > ../out'
[ ! -s ../screen ] || fail "progress in spite of --quiet: $(cat -v ../screen)"
terminal 'TERM=dumb kubectl gitops diff > ../out'
[ ! -s ../screen ] || fail "progress on a dumb terminal: $(cat -v ../screen)"
