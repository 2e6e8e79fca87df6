import { type Argv, commonOptions, oneOf, text, texts } from '../argv.ts';
import type { Deps } from '../deps.ts';
import { findBlame } from '../engine/blame/report.ts';
import { exitCodeOf } from '../engine/report.ts';
import type { ExitCode } from '../errors.ts';
import { jsonBlame } from '../output/blame/json.ts';
import { textBlame } from '../output/blame/text.ts';
import { colorOf } from '../terminal/color.ts';
import { startProgress } from '../terminal/progress.ts';
import { warn } from '../terminal/warn.ts';

/** `kubectl gitops blame`: who declared each field of an object in git, and who set it live. */
export async function blame(argv: Argv, deps: Deps): Promise<ExitCode> {
  const options = {
    ...commonOptions(argv),
    targets: texts(argv, 'TARGET'),
    filenames: [],
    kustomize: [],
    recursive: argv.recursive === true,
    selector: undefined,
    revision: text(argv, 'revision'),
    verify: false,
    showIgnored: true,
    unmanaged: false,
  };
  const progress = startProgress(deps, options);
  try {
    const { report, failures, problems } = await findBlame(options, deps, progress.step);
    progress.stop();
    warn(deps, options, problems, report.warnings);
    deps.stdout.write(
      oneOf(argv.output, ['text', 'json']) === 'json'
        ? jsonBlame(report)
        : textBlame(report, {
            color: colorOf(options.color, deps),
            tty: deps.stdout.isTTY === true,
            columns: deps.stdout.columns ?? 100,
            now: deps.now(),
          }),
    );
    return exitCodeOf(report, failures, argv['exit-zero'] === true);
  } finally {
    progress.stop();
  }
}
