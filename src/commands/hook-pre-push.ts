import { type Argv, commonOptions, text } from '../argv.ts';
import type { Deps } from '../deps.ts';
import { judgeHook } from '../engine/push/hook.ts';
import { EVERYTHING } from '../engine/query.ts';
import { EXIT, type ExitCode, GitopsError } from '../errors.ts';
import { answerProbe } from '../hook/probe.ts';
import { printable } from '../printable.ts';
import { colorOf } from '../terminal/color.ts';
import { startProgress } from '../terminal/progress.ts';
import { bugText, errorText, warn } from '../terminal/warn.ts';
import { pushStyle } from './print/push-style.ts';

/**
 * `kubectl gitops hook pre-push REMOTE URL`: what git asks before it pushes. Answers 0 or 1, for git knows no other
 * codes, and says which of ours it stands for. A bug of ours holds nobody up.
 */
export async function hookPrePush(argv: Argv, deps: Deps): Promise<ExitCode> {
  // asked whether it is there it refuses, which proves that a refusal counts
  if (await answerProbe(deps)) return EXIT.differences;
  const common = commonOptions(argv);
  const query = { ...EVERYTHING, ...common };
  const progress = startProgress(deps, common);
  try {
    const told = { remote: text(argv, 'REMOTE') ?? null, url: text(argv, 'URL') ?? null };
    const answer = await judgeHook(told, query, deps, (what) => progress.step(`kubectl gitops: ${what}`));
    progress.stop();
    if (answer === null) return EXIT.ok;
    warn(deps, common, [], answer.notes);
    if (answer.report === null) return EXIT.ok;
    const { roots, problems, verdict } = answer.report;
    if (roots.length + problems.length === 0) return EXIT.ok;
    const { stderr } = deps;
    const style = pushStyle(colorOf(common.color, { ...deps, stdout: stderr }), stderr);
    // most pushes are none of its business, and have nothing to be printed
    const { hookText } = await import('../output/push/hook.ts');
    stderr.write(hookText(answer.report, style));
    return verdict === 'block' ? EXIT.differences : EXIT.ok;
  } catch (error) {
    progress.stop();
    if (deps.signal.aborted) throw error;
    if (!(error instanceof GitopsError)) {
      deps.stderr.write(bugText(error, deps));
      deps.stderr.write('kubectl gitops let this push through unjudged (exit code 70)\n');
      return EXIT.ok;
    }
    deps.stderr.write(printable(errorText(error)));
    deps.stderr.write(
      `kubectl gitops stopped this push: it could not be judged (exit code ${error.exitCode})\n  correct it and push again, or push it unjudged, this once: GITOPS_HOOK=off git push\n`,
    );
    return EXIT.differences;
  }
}
