import { type Argv, commonOptions, duration, text, texts } from '../argv.ts';
import type { Deps } from '../deps.ts';
import { EVERYTHING } from '../engine/query.ts';
import type { Waiting } from '../engine/status/waiting/wait.ts';
import { findControlledApp } from '../engine/sync/find.ts';
import { syncApp } from '../engine/sync/sync.ts';
import { EXIT, type ExitCode, UsageError } from '../errors.ts';
import { printable } from '../printable.ts';
import { startLiveLines } from '../terminal/live-lines.ts';
import { startProgress } from '../terminal/progress.ts';
import { errorText, warn } from '../terminal/warn.ts';
import { errorsOf, linesOf } from './status-wait.ts';

/** `kubectl gitops sync`: has an app's controller reconcile it now, and waits for it if asked to. */
export async function sync(argv: Argv, deps: Deps): Promise<ExitCode> {
  const options = { ...EVERYTHING, ...commonOptions(argv) };
  const [name, ...others] = texts(argv, 'APP');
  if (name === undefined || others.length > 0)
    throw new UsageError('BAD_TARGET', 'sync takes the name of one app', { hint: 'kubectl gitops sync APP' });
  const limit = duration(text(argv, 'timeout') ?? '10m', '--timeout');
  const progress = startProgress(deps, options);
  const lines = startLiveLines(deps, options);
  try {
    const found = await findControlledApp(name, options, deps, progress.step);
    progress.stop();
    warn(deps, options, [], found.warnings);
    const say = (line: string) => deps.stdout.write(printable(`${line}\n`));
    say(`context ${found.cluster.context}  ${found.cluster.server}`);
    const how = {
      prune: argv.prune === true,
      withSource: argv['with-source'] !== false,
      wait: argv.wait === true ? limit : null,
      tell: say,
      show: (apps: readonly Waiting[], trouble: string | null) => lines.show(linesOf(apps, trouble)),
    };
    const waited = await syncApp(found, how, deps).finally(lines.stop);
    for (const error of errorsOf(waited, 'done', limit)) deps.stderr.write(printable(errorText(error)));
    if (argv.wait === true && waited.outcome === 'done') say(`${found.app.id}: live and healthy`);
    return waited.outcome === 'done' ? EXIT.ok : EXIT.differences;
  } finally {
    progress.stop();
    lines.stop();
  }
}
