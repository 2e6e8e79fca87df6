import { type Argv, text } from '../argv.ts';
import type { Deps } from '../deps.ts';
import { breakGlass } from '../engine/guard/break-glass.ts';
import { judgeCommand } from '../engine/guard/command.ts';
import { passOn } from '../engine/guard/pass-on.ts';
import { EXIT, UsageError } from '../errors.ts';
import { glassText } from '../output/guard.ts';
import { warn } from '../terminal/warn.ts';
import { say } from './guard-check.ts';
import { kubectlWords } from './kubectl-words.ts';

/**
 * `guard run [--break-glass=REASON] -- ARGS`: decides, then is the real kubectl, its exit code included. Refused, it
 * exits 1 and nothing was done.
 */
export async function guardRun(argv: Argv, deps: Deps): Promise<number> {
  const { words, reason } = withoutGlass(kubectlWords(argv, 'run'), text(argv, 'break-glass'));
  const judgement = await judgeCommand(words, deps);
  const { report, judged, stdin } = judgement;
  if (report.decision.verdict === 'allow' || judged === null) {
    say(report, deps);
    return passOn(words, stdin, deps);
  }
  if (reason === undefined || !report.decision.breakGlass) {
    say(report, deps);
    return EXIT.differences;
  }
  deps.stderr.write(glassText(report));
  return breakGlass(judgement, judged, reason, deps, (warning) =>
    warn(deps, { quiet: false }, [], [warning]),
  );
}

/** kubectl's own words, and the reason, which may stand among them when the shim handed them on. */
function withoutGlass(
  given: readonly string[],
  flag: string | undefined,
): { readonly words: readonly string[]; readonly reason: string | undefined } {
  const words: string[] = [];
  let reason = flag;
  const end = given.includes('--') ? given.indexOf('--') : given.length;
  for (let index = 0; index < given.length; index++) {
    const word = given[index] ?? '';
    if (index < end && word === '--break-glass') reason = given[++index] ?? '';
    else if (index < end && word.startsWith('--break-glass=')) reason = word.slice('--break-glass='.length);
    else words.push(word);
  }
  if (reason !== undefined && reason.trim() === '') {
    throw new UsageError('BAD_FLAG', '--break-glass needs a reason', {
      hint: 'say why, for those who find it in the morning: --break-glass="INC-42: web runs out of memory"',
    });
  }
  return { words, reason: reason?.trim() };
}
