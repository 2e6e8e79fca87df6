import { type Argv, commonOptions, oneOf, texts } from '../argv.ts';
import type { Deps } from '../deps.ts';
import { EVERYTHING } from '../engine/query.ts';
import { findStatus } from '../engine/status/status.ts';
import { EXIT, type ExitCode } from '../errors.ts';
import { statusJson, statusValue } from '../output/status/json.ts';
import { statusText } from '../output/status/text.ts';
import { toYaml } from '../source/positions.ts';
import { colorOf } from '../terminal/color.ts';
import { startProgress } from '../terminal/progress.ts';
import { warn } from '../terminal/warn.ts';

/** `kubectl gitops status`: every app, at which commit it is, and how it is. */
export async function status(argv: Argv, deps: Deps): Promise<ExitCode> {
  const options = { ...EVERYTHING, ...commonOptions(argv), targets: texts(argv, 'TARGET') };
  const form = oneOf(argv.output, ['text', 'json', 'yaml']) ?? 'text';
  const progress = startProgress(deps, options);
  try {
    const { report, failures } = await findStatus(options, deps, progress.step);
    progress.stop();
    warn(deps, options, [], report.warnings);
    if (form === 'json') deps.stdout.write(statusJson(report));
    else if (form === 'yaml') deps.stdout.write(toYaml(statusValue(report)));
    else
      deps.stdout.write(
        statusText(report, {
          color: colorOf(options.color, deps),
          tty: deps.stdout.isTTY === true,
          columns: deps.stdout.columns || 100,
          now: deps.now(),
        }),
      );
    if (failures.length > 0) return EXIT.incomplete;
    return report.apps.every(({ state }) => state === 'synced') ? EXIT.ok : EXIT.differences;
  } finally {
    progress.stop();
  }
}
