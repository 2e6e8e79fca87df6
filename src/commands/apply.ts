import { type Argv, commonOptions, duration, text, texts } from '../argv.ts';
import type { Deps } from '../deps.ts';
import { applyPastGit, unbroken } from '../engine/apply/break-glass.ts';
import { NOT_TRIED } from '../engine/apply/outcomes.ts';
import { type PlanOptions, withPlan } from '../engine/apply/plan.ts';
import { runPlan } from '../engine/apply/run.ts';
import type { Outcome, Plan } from '../engine/apply/types.ts';
import { waitForRollouts } from '../engine/apply/wait.ts';
import { EVERYTHING } from '../engine/query.ts';
import { EXIT, type ExitCode, type GitopsError, RefusedError, UsageError } from '../errors.ts';
import { nameOf } from '../object.ts';
import { appliedText, notTriedText, outcomeText, pastGitText, planText } from '../output/apply.ts';
import { toYaml } from '../source/positions.ts';
import { colorOf } from '../terminal/color.ts';
import { confirm } from '../terminal/confirm.ts';
import { startProgress } from '../terminal/progress.ts';
import { errorText, warn } from '../terminal/warn.ts';
import { printReport } from './print/print.ts';

/** `kubectl gitops apply`: what is committed and pushed, exactly as shown, or nothing. */
export async function apply(argv: Argv, deps: Deps): Promise<ExitCode> {
  const options = {
    ...EVERYTHING,
    ...commonOptions(argv),
    targets: texts(argv, 'TARGET'),
    filenames: texts(argv, 'filename'),
    kustomize: texts(argv, 'kustomize'),
    recursive: argv.recursive === true,
  };
  const how: PlanOptions = { prune: argv.prune === true, overwriteDrift: argv['overwrite-drift'] === true };
  if (how.prune && options.filenames.length > 0) {
    throw new UsageError('BAD_FLAG', '--prune needs the record of an app, and -f keeps none', {
      hint: 'name the root instead: kubectl gitops apply ./ROOT --prune',
    });
  }
  const reason = reasonOf(argv);
  const progress = startProgress(deps, options);
  try {
    return await withPlan(options, how, deps, progress.step, async (plan) => {
      progress.stop();
      warn(deps, options, [], plan.warnings);
      const color = colorOf(options.color, deps);
      if (plan.report.objects.length > 0)
        deps.stdout.write(printReport(plan.report, 'text', { color, deps, stringify: toYaml }));
      deps.stdout.write(planText(linesOf(plan)));
      const isGlass = reason !== undefined && plan.breakGlass && plan.refusals.length > 0;
      const refusals = isGlass ? unbroken(plan.refusals) : plan.refusals;
      if (refusals.length > 0) {
        for (const refusal of refusals) deps.stderr.write(errorText(refusal));
        if (reason !== undefined && !plan.breakGlass) deps.stderr.write(NO_GLASS);
        return codeOf(refusals);
      }
      if (isGlass) deps.stderr.write(pastGitText(plan.refusals, plan.holders));
      if (argv['dry-run'] === true) return EXIT.ok;
      if (argv.yes !== true && !(await confirm('Apply this?', deps))) {
        throw new RefusedError('NOT_CONFIRMED', 'nothing was applied: nobody said yes', {
          hint: 'answer on a terminal, or pass --yes',
        });
      }
      const report = (outcome: Outcome) => tell(outcome, deps);
      const outcomes = isGlass
        ? await applyPastGit(plan, reason, deps, report, (warning) => warn(deps, options, [], [warning]))
        : await runPlan(plan, deps, report);
      deps.stdout.write(
        appliedText(
          outcomes.map(({ done }) => done),
          isGlass ? null : plan.revision,
        ),
      );
      const left = outcomes.filter(({ error }) => error?.code === NOT_TRIED).length;
      if (left > 0) deps.stderr.write(notTriedText(left));
      const result = resultOf(outcomes);
      if (result !== EXIT.ok || argv.wait !== true) return result;
      const waiting = startProgress(deps, options);
      const limit = duration(text(argv, 'timeout') ?? '5m', '--timeout');
      const late = await waitForRollouts(plan, limit, deps, waiting.step).finally(waiting.stop);
      for (const error of late) deps.stderr.write(errorText(error));
      return late.length === 0 ? EXIT.ok : EXIT.incomplete;
    });
  } finally {
    progress.stop();
  }
}

const NO_GLASS = 'note: break-glass is switched off here (guard: {break-glass: deny} in .gitops.yaml)\n';

function reasonOf(argv: Argv): string | undefined {
  const reason = text(argv, 'break-glass')?.trim();
  if (reason === '') {
    throw new UsageError('BAD_FLAG', '--break-glass needs a reason', {
      hint: 'say why, for those who find it in the morning: --break-glass="INC-42"',
    });
  }
  if (reason !== undefined && argv.prune === true) {
    throw new UsageError('BAD_FLAG', '--break-glass and --prune do not go together', {
      hint: 'leave out --prune: what left git stays until it is applied from git again',
    });
  }
  return reason;
}

function linesOf({ cluster, apps, revision }: Plan) {
  const steps = apps.flatMap((app) => app.steps);
  const of = (action: string) =>
    steps.filter((step) => step.action === action).map(({ item }) => nameOf(item.desired));
  const later = apps.flatMap((app) => app.later.map(({ desired }) => nameOf(desired)));
  return {
    context: cluster.context,
    server: cluster.server,
    revision,
    create: [...of('create'), ...later],
    change: of('change'),
    keep: of('keep').length,
    prune: apps.flatMap((app) => app.prunes.map(({ live }) => nameOf(live))),
  };
}

function tell({ object, done, error, warnings }: Outcome, deps: Deps): void {
  if (done !== null && done !== 'unchanged') deps.stdout.write(outcomeText(nameOf(object), done));
  if (error !== null && error.code !== NOT_TRIED) deps.stderr.write(errorText(error));
  for (const warning of warnings) deps.stderr.write(`warning: ${warning}\n`);
}

/** Refusals alone are an answer; a manifest that is invalid says so. */
function codeOf(refusals: readonly GitopsError[]): ExitCode {
  return refusals.find(({ exitCode }) => exitCode !== EXIT.differences)?.exitCode ?? EXIT.differences;
}

function resultOf(outcomes: readonly Outcome[]): ExitCode {
  const errors = outcomes.flatMap(({ error }) => error ?? []);
  const [first] = errors;
  if (first === undefined) return EXIT.ok;
  if (errors.some(({ exitCode }) => exitCode === EXIT.moved)) return EXIT.moved;
  return errors.length === outcomes.length ? first.exitCode : EXIT.incomplete;
}
