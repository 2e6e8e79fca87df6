. "$LIB"
. "$(dirname "$LIB")/_shim.sh"
program plugins/slow << 'END'
echo $$ > "$ASKED.pid"
exec sleep 600
END
# Ctrl-C reaches the shim while it waits
program plugins/interrupting << 'END'
kill -INT $PPID
exec sleep 600
END
program plugins/kubectl-asleep << 'END'
echo $$ > "$ASKED.pid"
exec sleep 600
END
kubectl create configmap seen -n "$NAMESPACE" > /dev/null

# as a terminal does it: the signal goes to the whole group, of which the shell is not the leader
cat > group.mjs << 'END'
import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
const [signal, to, file, ...args] = process.argv.slice(2);
const pidFile = `${process.env.ASKED}.pid`;
rmSync(pidFile, { force: true });
const child = spawn(file, args, { detached: true, stdio: 'inherit' });
const timer = setInterval(() => {
  if (!existsSync(pidFile)) return;
  clearInterval(timer);
  setTimeout(() => process.kill(to === 'group' ? -child.pid : child.pid, signal), 200);
}, 20);
const started = Date.now();
child.on('exit', (code, died) => {
  clearInterval(timer);
  console.log(code ?? died, Date.now() - started < 2500 ? 'soon' : 'late');
});
END

during_a_check() {
  for signal in INT TERM HUP; do
    for to in group process; do
      said=$(KUBECTL_GITOPS_PLUGIN=$DIR/plugins/slow node group.mjs "SIG$signal" "$to" "$KUBECTL" delete configmap seen -n "$NAMESPACE")
      same "SIG$signal soon" "$said"
      ! kill -0 "$(cat "$ASKED.pid")" 2> /dev/null || fail 'the check is still there'
    done
  done
  "$REAL" get configmap seen -n "$NAMESPACE" > /dev/null || fail 'it was deleted'
  # what a shell makes of it
  code=0
  KUBECTL_GITOPS_PLUGIN=$DIR/plugins/interrupting "$KUBECTL" delete configmap seen -n "$NAMESPACE" > out 2> err || code=$?
  same 130 "$code"
}

# once it runs, there is no shim any more
during_kubectl() {
  for signal in INT TERM; do
    said=$(node group.mjs "SIG$signal" process "$KUBECTL" asleep)
    same "SIG$signal soon" "$said"
  done
}

terminal() {
  program editor << 'END'
[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo terminal > "$ASKED.terminal"
END
  program plugins/checks-terminal << 'END'
[ ! -t 0 ] && [ -t 2 ]
END
  rm -f "$ASKED.terminal"
  KUBE_EDITOR=$DIR/editor KUBECTL_GITOPS_PLUGIN=$DIR/plugins/checks-terminal \
    script -qec "$KUBECTL edit configmap seen -n $NAMESPACE" /dev/null > out < /dev/null
  same terminal "$(cat "$ASKED.terminal")"
  if grep warning out; then fail 'the refusal would not see the terminal'; fi
}
for part in during_a_check during_kubectl terminal; do in_each_shell "$part"; done
