import { type Argv, type CommonOptions, commonOptions, text } from '../argv.ts';
import type { Deps } from '../deps.ts';
import { editInGit } from '../engine/edit/edit.ts';
import { breakGlass } from '../engine/guard/break-glass.ts';
import { type JudgedCommand, judgeCommand } from '../engine/guard/command.ts';
import { passOn } from '../engine/guard/pass-on.ts';
import { EVERYTHING } from '../engine/query.ts';
import { EXIT, UsageError } from '../errors.ts';
import { driftLines, renderedDiff } from '../output/edited.ts';
import { glassText, refusalText } from '../output/guard.ts';
import { shellLine } from '../output/words/shell.ts';
import { toYaml } from '../source/positions.ts';
import { confirm } from '../terminal/confirm.ts';
import { startProgress } from '../terminal/progress.ts';
import { warn } from '../terminal/warn.ts';
import { say } from './guard-check.ts';

/**
 * `kubectl gitops edit TARGET`: what git owns is edited in git or not at all; anything else is the real kubectl edit.
 */
export async function edit(argv: Argv, deps: Deps): Promise<number> {
  const options = commonOptions(argv);
  const target = text(argv, 'TARGET') ?? '';
  if (argv['in-git'] === true) return inGit(target, argv, options, deps);
  const words = ['edit', target, ...connectionWords(options)];
  const judgement = await judgeCommand(words, deps);
  const { report, judged } = judgement;
  if (report.decision.verdict === 'allow' || judged === null) {
    say(report, deps);
    return passOn(words, null, deps);
  }
  const reason = text(argv, 'break-glass');
  if (reason !== undefined) return pastGit(judgement, reason, options, deps);
  deps.stderr.write(refusalText(report, { columns: deps.stderr.columns ?? 100, now: deps.now() }));
  const repository = report.explanations[0]?.reason.subject.declaration?.repository;
  if (repository === undefined || !(await confirm('Edit the source in git instead?', deps)))
    return EXIT.differences;
  return inGit(target, argv, options, { ...deps, cwd: repository });
}

async function pastGit(
  judgement: JudgedCommand,
  reason: string,
  options: CommonOptions,
  deps: Deps,
): Promise<number> {
  const { report, judged } = judgement;
  if (reason.trim() === '' || judged === null) {
    throw new UsageError('BAD_FLAG', '--break-glass needs a reason', {
      hint: 'say why: --break-glass="INC-42"',
    });
  }
  if (!report.decision.breakGlass) {
    say(report, deps);
    return EXIT.differences;
  }
  deps.stderr.write(glassText(report));
  return breakGlass(judgement, judged, reason.trim(), deps, (warning) => warn(deps, options, [], [warning]));
}

async function inGit(target: string, argv: Argv, options: CommonOptions, deps: Deps): Promise<number> {
  const message = text(argv, 'message');
  if ((argv.commit === true) !== (message !== undefined)) {
    throw new UsageError('BAD_FLAG', '--commit and --message go together', {
      hint: 'write both: --commit -m "raise the memory of web"',
    });
  }
  const progress = startProgress(deps, options);
  const query = { ...EVERYTHING, ...options, targets: [target] };
  const edited = await editInGit(
    query,
    { file: text(argv, 'file'), driftLines, message, ready: progress.stop },
    deps,
    progress.step,
  ).finally(progress.stop);
  if (edited.kind === 'ended') {
    const kept = edited.kept === null ? '' : `what you typed is kept: ${edited.kept}\n`;
    deps.stderr.write(`${edited.why}: ${target} is as it was\n${kept}`);
    return edited.code;
  }
  const { repository, file, changed, warnings, committed } = edited;
  warn(deps, options, [], warnings);
  const objects = changed.map(({ before, after }) => ({ before: before?.desired, after: after?.desired }));
  deps.stdout.write(renderedDiff(objects, toYaml));
  if (committed !== null) deps.stderr.write(committed);
  deps.stderr.write(nextSteps(repository.top, file, changed.length, committed !== null, deps));
  return EXIT.ok;
}

/** What is left to do, as one would type it where one stands. */
function nextSteps(top: string, file: string, objects: number, isCommitted: boolean, { cwd }: Deps): string {
  const git = (...words: readonly string[]) =>
    shellLine(['git', ...(cwd === top ? [] : ['-C', top]), ...words]);
  const commit = [git('diff', '--', file), git('commit', '-m', 'MESSAGE', '--', file)];
  const steps = [...(isCommitted ? [] : commit), git('push')];
  const what =
    objects === 0
      ? 'no object changes'
      : `${objects === 1 ? '1 object changes' : `${objects} objects change`}`;
  return `saved ${file}: ${what}. Next:\n${steps.map((step) => `  ${step}\n`).join('')}`;
}

function connectionWords({ namespace, context, kubeconfig, as, asGroup }: CommonOptions): readonly string[] {
  return [
    ...(namespace === undefined ? [] : [`--namespace=${namespace}`]),
    ...(context === undefined ? [] : [`--context=${context}`]),
    ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
    ...(as === undefined ? [] : [`--as=${as}`]),
    ...(asGroup ?? []).map((group) => `--as-group=${group}`),
  ];
}
