import { type Argv, text } from '../argv.ts';
import type { Deps } from '../deps.ts';
import { judgeCommand } from '../engine/guard/command.ts';
import { EXIT, type ExitCode } from '../errors.ts';
import type { GuardReport } from '../guard/types.ts';
import { noteText, refusalText } from '../output/guard.ts';
import { guardJson } from '../output/guard-json.ts';
import { kubectlWords } from './kubectl-words.ts';

/** `guard check -- ARGS`: 0 the command may go on, 1 it is refused, and by whom, and what to do instead. */
export async function guardCheck(argv: Argv, deps: Deps): Promise<ExitCode> {
  const words = kubectlWords(argv, 'check');
  const { report } = await judgeCommand(words, deps);
  if (text(argv, 'output') === 'json') deps.stdout.write(guardJson(report));
  else say(report, deps);
  return report.decision.verdict === 'allow' ? EXIT.ok : EXIT.differences;
}

/** On stderr: whatever the command itself prints on stdout is data. */
export function say(report: GuardReport, deps: Pick<Deps, 'stderr' | 'now'>): void {
  const style = { columns: deps.stderr.columns ?? 100, now: deps.now() };
  deps.stderr.write(report.decision.verdict === 'allow' ? noteText(report) : refusalText(report, style));
}
