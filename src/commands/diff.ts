import type { Argv } from '../argv.ts';
import type { Deps } from '../deps.ts';
import { findDrift } from '../engine/drift.ts';
import { exitCodeOf } from '../engine/report.ts';
import type { ExitCode } from '../errors.ts';
import { toYaml } from '../source/positions.ts';
import { colorOf } from '../terminal/color.ts';
import { startProgress } from '../terminal/progress.ts';
import { warn } from '../terminal/warn.ts';
import { diffOptions } from './diff-options.ts';
import { printReport } from './print/print.ts';

/** `kubectl gitops diff`: what left git, whose change it is, and where git declares it. */
export async function diff(argv: Argv, deps: Deps): Promise<ExitCode> {
  const options = diffOptions(argv);
  const progress = startProgress(deps, options);
  try {
    const { report, failures, problems } = await findDrift(options, deps, progress.step);
    progress.stop();
    warn(deps, options, problems, report.warnings);
    deps.stdout.write(
      printReport(report, options.output, { color: colorOf(options.color, deps), deps, stringify: toYaml }),
    );
    return exitCodeOf(report, failures, options.exitZero);
  } finally {
    progress.stop();
  }
}
