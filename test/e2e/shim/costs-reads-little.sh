. "$LIB"
. "$(dirname "$LIB")/_shim.sh"
# by turns, so that a busy machine slows both; the median of the differences, beside what kubectl itself takes
cat > cost.mjs << 'END'
import { spawnSync } from 'node:child_process';
const [real, shim] = process.argv.slice(2);
const time = (file) => {
  const start = performance.now();
  if (spawnSync(file, ['version', '--client']).status !== 0) throw new Error(file);
  return performance.now() - start;
};
const pairs = Array.from({ length: 100 }, () => [time(shim), time(real)]);
const median = (all) => all.sort((a, b) => a - b)[50];
const cost = median(pairs.map(([ours, theirs]) => ours - theirs)) / median(pairs.map(([, theirs]) => theirs));
console.log(`${Math.round(cost * 100)} % of what kubectl takes`);
process.exitCode = cost <= 0.25 ? 0 : 1;
END
node cost.mjs "$REAL" "$SHIM" > out || fail "a read costs $(cat out)"
# and nothing is started on the way: the number of the process is the one that the shim had
program plugins/kubectl-number << 'END'
echo $$
END
in_order() {
  sh -c 'echo $$; exec "$0" number' "$KUBECTL" > out
  same 1 "$(sort -u out | wc -l | tr -d ' ')"
}
in_each_shell in_order
