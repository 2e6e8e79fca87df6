import { type Argv, type CommonOptions, commonOptions, duration, oneOf, text, texts } from '../argv.ts';
import type { Deps } from '../deps.ts';
import { EVERYTHING, type Query } from '../engine/query.ts';
import { findStatus } from '../engine/status/status.ts';
import { wantedCommit } from '../engine/status/waiting/wanted.ts';
import { EXIT, type ExitCode, UsageError } from '../errors.ts';
import { statusJson, statusValue } from '../output/status/json.ts';
import { statusText } from '../output/status/text.ts';
import { toYaml } from '../source/positions.ts';
import { colorOf } from '../terminal/color.ts';
import { startProgress } from '../terminal/progress.ts';
import { warn } from '../terminal/warn.ts';
import { waitAloud } from './status-wait.ts';

/** `kubectl gitops status`: every app, at which commit it is, and how it is; with `--wait` once all are where they should be. */
export async function status(argv: Argv, deps: Deps): Promise<ExitCode> {
  const given = { ...EVERYTHING, ...commonOptions(argv), targets: texts(argv, 'TARGET') };
  const revision = text(argv, 'revision');
  if (argv.wait !== true) {
    if (text(argv, 'timeout') !== undefined)
      throw new UsageError('BAD_FLAG', '--timeout says how long --wait waits', { hint: 'add --wait' });
    return showStatus({ ...given, revision }, argv, deps);
  }
  const limit = duration(text(argv, 'timeout') ?? '10m', '--timeout');
  const wanted = await wantedCommit(revision, deps);
  const waited = await waitAloud(given, wanted, limit, deps);
  const shown = await showStatus({ ...given, revision: wanted.oid }, argv, deps);
  // drift of what is there, and apps that the commit does not touch, are shown and were not waited for
  return waited !== EXIT.ok || shown === EXIT.differences ? waited : shown;
}

async function showStatus(options: Query & CommonOptions, argv: Argv, deps: Deps): Promise<ExitCode> {
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
