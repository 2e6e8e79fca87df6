import type { CommonOptions } from '../argv.ts';
import type { Deps } from '../deps.ts';
import type { Query } from '../engine/query.ts';
import { type Waited, type Waiting, waitForCommit } from '../engine/status/waiting/wait.ts';
import type { Wanted } from '../engine/status/waiting/wanted.ts';
import { EXIT, type ExitCode, RefusedError } from '../errors.ts';
import { durationText } from '../output/status/duration.ts';
import { printable } from '../printable.ts';
import { type LiveLine, startLiveLines } from '../terminal/live-lines.ts';
import { startProgress } from '../terminal/progress.ts';
import { errorText, warn } from '../terminal/warn.ts';

/** Waits, says on stderr how far each app is, and in the end why it is not all there. Answers 0 or 1. */
export async function waitAloud(
  options: Query & CommonOptions,
  wanted: Wanted,
  limit: number,
  deps: Deps,
): Promise<ExitCode> {
  warn(deps, options, [], wanted.warnings);
  const progress = startProgress(deps, options);
  const lines = startLiveLines(deps, options);
  const show = (apps: readonly Waiting[], trouble: string | null) => {
    progress.stop();
    lines.show(linesOf(apps, trouble));
  };
  const how = {
    wanted,
    limit,
    show,
    warn: (all: Parameters<typeof warn>[3]) => warn(deps, options, [], all),
  };
  const waited = await waitForCommit(options, how, deps, progress.step).finally(() => {
    progress.stop();
    lines.stop();
  });
  for (const error of errorsOf(waited, `to ${wanted.short}`, limit))
    deps.stderr.write(printable(errorText(error)));
  return waited.outcome === 'done' ? EXIT.ok : EXIT.differences;
}

/** What `show` writes of a wait. */
export function linesOf(apps: readonly Waiting[], trouble: string | null): readonly LiveLine[] {
  return [...(trouble === null ? [] : [troubleLine(trouble)]), ...apps.map(lineOf)];
}

function troubleLine(message: string): LiveLine {
  return { key: '', text: `trying again: ${message}`, isOver: false };
}

const DONE = {
  live: 'live and healthy',
  unaffected: 'not touched by it',
  elsewhere: 'follows another revision',
} as const;

function lineOf({ name, decision }: Waiting): LiveLine {
  const isOver = decision.is === 'done';
  return { key: name, text: `${name}: ${isOver ? DONE[decision.how] : decision.why}`, isOver };
}

/** Why a wait did not end well; `what`: what was waited for, `at 3f2c1aa, and well`. */
export function errorsOf({ outcome, apps }: Waited, what: string, limit: number): readonly RefusedError[] {
  if (outcome === 'done') return [];
  const open = apps.filter(({ decision }) => decision.is !== 'done');
  if (outcome === 'timeout')
    return [
      new RefusedError(
        'TIMED_OUT',
        `not ${what} after ${durationText(limit)}: ${open.length} of ${apps.length} ${apps.length === 1 ? 'app' : 'apps'}`,
        { facts: open.map((app) => lineOf(app).text), hint: 'wait longer: --timeout=30m' },
      ),
    ];
  return open.flatMap(({ name, decision }) =>
    decision.is === 'stuck'
      ? [
          new RefusedError('CANNOT_GET_THERE', `${name} does not get ${what}: ${decision.why}`, {
            ...(decision.hint === null ? {} : { hint: decision.hint }),
          }),
        ]
      : [],
  );
}
